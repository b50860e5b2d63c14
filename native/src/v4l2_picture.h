// How pictures lie in a driver's memory, and what their numbers mean as colours.
// Used by v4l2_describe.cc, v4l2_capture_stream.cc and v4l2_output.cc.
#pragma once

#include <linux/videodev2.h>

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace mirage::v4l2 {

enum class PixelFormat : size_t { i420, nv12, yuyv, mjpeg };

/** As in src-main/base/picture-format.ts, in the order of PixelFormat. */
constexpr std::array<const char*, 4> PIXEL_FORMAT_NAMES{"i420", "nv12", "yuyv", "mjpeg"};

constexpr const char* nameOf(PixelFormat format) {
  return PIXEL_FORMAT_NAMES[static_cast<size_t>(format)];
}

uint32_t fourccOf(PixelFormat format);

/** @returns nothing for a layout that Mirage does not read. */
std::optional<PixelFormat> pixelFormatOf(uint32_t fourcc);

/** The four letters, such as YUYV. */
std::string fourccText(uint32_t fourcc);

/** Where a raw picture's rows lie in a driver's buffer. Chroma sides are even. */
class Layout {
 public:
  /** @param bytesPerLine of the first plane; 0 for rows without padding. */
  Layout(PixelFormat format, int32_t width, int32_t height, uint32_t bytesPerLine);

  /** Up to the last byte of the last row in the driver's buffer. */
  size_t paddedBytes() const { return paddedBytes_; }
  /** Without padding. */
  size_t packedBytes() const { return packedBytes_; }

  /** Copies the rows, leaving the padding out. */
  void copyPacked(const uint8_t* source, uint8_t* target) const;

 private:
  struct Plane {
    size_t rows;
    size_t rowBytes;
    size_t stride;
  };

  std::vector<Plane> planes_;
  size_t paddedBytes_ = 0;
  size_t packedBytes_ = 0;
};

/** Bytes of one picture without padding; of mjpeg more than one of that size ever takes. */
size_t pictureBytes(PixelFormat format, int32_t width, int32_t height);

/**
 * Names of the luma coefficients and the range, as in src-main/base/addon.ts, by the rules of
 * V4L2's "Colorspaces" chapter. BT.2020 and SMPTE 240M become BT.709, which is the nearest known.
 */
struct Colours {
  const char* matrix;
  const char* range;
};
Colours coloursOf(const v4l2_pix_format& format);

}  // namespace mirage::v4l2
