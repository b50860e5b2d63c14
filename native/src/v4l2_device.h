// An open Video4Linux device: its descriptor, its ioctls, its mapped buffers and what goes wrong.
// Used by the other v4l2_*.cc files.
#pragma once

#include <linux/videodev2.h>
#include <napi.h>

#include <cstddef>
#include <cstdint>
#include <stdexcept>
#include <string>
#include <vector>

#include "arguments.h"

namespace mirage::v4l2 {

/** A step on a device that failed. JavaScript gets it as a V4l2Error (src-main/base/v4l2-addon.ts).
 */
class DeviceError : public std::runtime_error {
 public:
  /** @param detail completes the message; the system's words for the error where it is empty. */
  DeviceError(const std::string& path, const char* step, int error, const std::string& detail = "");

  /** With the properties code, errno and step. */
  Napi::Error forJavaScript(Napi::Env env) const;

 private:
  const char* step_;
  int error_;
};

/** Runs what may meet a DeviceError on behalf of JavaScript. */
template <typename Work>
auto atBorder(Napi::Env env, Work work) {
  try {
    return work();
  } catch (const DeviceError& error) {
    throw error.forJavaScript(env);
  }
}

class Device {
 public:
  /** Opens it for reading and writing; no call on it ever waits. */
  explicit Device(std::string path);
  ~Device();
  Device(const Device&) = delete;
  Device& operator=(const Device&) = delete;

  int descriptor() const { return descriptor_; }
  const std::string& path() const { return path_; }

  /** @returns 0 or errno. */
  template <typename Argument>
  int attempt(unsigned long request, Argument& argument) const {
    return control(request, &argument);
  }

  /** @throws DeviceError naming the step. */
  template <typename Argument>
  void call(unsigned long request, const char* step, Argument& argument) const {
    const int error = control(request, &argument);
    if (error != 0) throw DeviceError(path_, step, error);
  }

  /** What it can do by itself, as opposed to the hardware it is a part of. */
  v4l2_capability capability() const;

  /** Makes this process the only one that holds the device by this mark, until it is closed. */
  void lock() const;

 private:
  int control(unsigned long request, void* argument) const;

  std::string path_;
  int descriptor_;
};

/** The driver's buffers, mapped into this process. The device must outlive them. */
class MappedBuffers {
 public:
  /**
   * @param wanted how many; the driver may give fewer or more.
   * @param leastBytes what each must hold.
   */
  MappedBuffers(const Device& device, v4l2_buf_type type, uint32_t wanted, size_t leastBytes);
  ~MappedBuffers();
  MappedBuffers(const MappedBuffers&) = delete;
  MappedBuffers& operator=(const MappedBuffers&) = delete;

  uint32_t count() const { return static_cast<uint32_t>(regions_.size()); }
  uint8_t* data(uint32_t index) const { return regions_[index].data; }
  size_t length(uint32_t index) const { return regions_[index].length; }

 private:
  struct Region {
    uint8_t* data;
    size_t length;
  };

  void map(const Device& device, v4l2_buf_type type, uint32_t wanted, size_t leastBytes);
  void unmap();

  std::vector<Region> regions_;
};

/** Pictures a second: 0.1 to 1000. */
double rateArgument(const Arguments& arguments, size_t index);

/** The frame interval that stands for a rate. */
v4l2_fract intervalOf(double fps);

}  // namespace mirage::v4l2
