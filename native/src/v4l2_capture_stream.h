// A camera that streams into mapped buffers. Used by v4l2_capture.cc.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>

#include "v4l2_device.h"
#include "v4l2_picture.h"

namespace mirage::v4l2 {

struct CaptureWish {
  PixelFormat pixelFormat;
  int32_t width;
  int32_t height;
  double fps;
};

/** What the driver settled on. */
struct CaptureFormat {
  PixelFormat pixelFormat;
  int32_t width;
  int32_t height;
  Colours colours;
  double fps;
};

class CaptureStream {
 public:
  /** Opens the device, settles the format and lets the pictures come. */
  CaptureStream(const std::string& path, const CaptureWish& wish);

  const Device& device() const { return device_; }
  const CaptureFormat& format() const { return format_; }
  /** Bytes a target must have. */
  size_t pictureBytes() const;

  /**
   * Copies the newest picture that waits; older ones are skipped.
   *
   * @returns its bytes; 0 when no whole picture waits.
   */
  size_t takeNewest(uint8_t* target);

  /** Of the picture taken last: milliseconds on CLOCK_MONOTONIC. */
  double captureTimeMs() const { return captureTimeMs_; }
  /** Pictures that a newer one overtook. */
  uint32_t skipped() const { return skipped_; }
  /** Pictures that came incomplete. */
  uint32_t damaged() const { return damaged_; }

 private:
  void negotiate(const CaptureWish& wish);
  double negotiateRate(double fps) const;
  bool isWhole(const v4l2_buffer& buffer) const;
  void start();
  void enqueue(uint32_t index) const;
  std::optional<v4l2_buffer> dequeueNewest();

  Device device_;
  CaptureFormat format_{};
  /** Absent for mjpeg. */
  std::optional<Layout> layout_;
  std::unique_ptr<MappedBuffers> buffers_;
  double captureTimeMs_ = 0;
  uint32_t skipped_ = 0;
  uint32_t damaged_ = 0;
};

}  // namespace mirage::v4l2
