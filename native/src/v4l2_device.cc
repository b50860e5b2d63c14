// An open Video4Linux device. Used by the other v4l2_*.cc files.
#include "v4l2_device.h"

#include <fcntl.h>
#include <sys/file.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <unistd.h>
#include <uv.h>

#include <cerrno>
#include <cmath>
#include <cstring>
#include <utility>

namespace mirage::v4l2 {

namespace {

constexpr double LEAST_RATE = 0.1;
constexpr double MOST_RATE = 1000;

std::string messageOf(const std::string& path, const char* step, int error,
                      const std::string& detail) {
  return std::string(step) + " " + path + ": " + (detail.empty() ? std::strerror(error) : detail);
}

}  // namespace

DeviceError::DeviceError(const std::string& path, const char* step, int error,
                         const std::string& detail)
    : std::runtime_error(messageOf(path, step, error, detail)), step_(step), error_(error) {}

Napi::Error DeviceError::forJavaScript(Napi::Env env) const {
  Napi::Error error = Napi::Error::New(env, what());
  error.Set("code", Napi::String::New(env, uv_err_name(uv_translate_sys_error(error_))));
  error.Set("errno", Napi::Number::New(env, error_));
  error.Set("step", Napi::String::New(env, step_));
  return error;
}

Device::Device(std::string path)
    : path_(std::move(path)), descriptor_(open(path_.c_str(), O_RDWR | O_NONBLOCK | O_CLOEXEC)) {
  if (descriptor_ < 0) throw DeviceError(path_, "open", errno);
}

Device::~Device() {
  close(descriptor_);
}

v4l2_capability Device::capability() const {
  v4l2_capability capability{};
  call(VIDIOC_QUERYCAP, "QUERYCAP", capability);
  if ((capability.capabilities & V4L2_CAP_DEVICE_CAPS) == 0) {
    capability.device_caps = capability.capabilities;
  }
  return capability;
}

void Device::lock() const {
  if (flock(descriptor_, LOCK_EX | LOCK_NB) != 0) throw DeviceError(path_, "lock", errno);
}

int Device::control(unsigned long request, void* argument) const {
  int result;
  do {
    result = ioctl(descriptor_, request, argument);
  } while (result < 0 && errno == EINTR);
  return result < 0 ? errno : 0;
}

MappedBuffers::MappedBuffers(const Device& device, v4l2_buf_type type, uint32_t wanted,
                             size_t leastBytes) {
  try {
    map(device, type, wanted, leastBytes);
  } catch (...) {
    unmap();
    throw;
  }
}

MappedBuffers::~MappedBuffers() {
  unmap();
}

void MappedBuffers::map(const Device& device, v4l2_buf_type type, uint32_t wanted,
                        size_t leastBytes) {
  v4l2_requestbuffers request{};
  request.type = type;
  request.memory = V4L2_MEMORY_MMAP;
  request.count = wanted;
  device.call(VIDIOC_REQBUFS, "REQBUFS", request);
  if (request.count == 0) throw DeviceError(device.path(), "REQBUFS", ENOMEM);

  regions_.reserve(request.count);
  for (uint32_t index = 0; index < request.count; ++index) {
    v4l2_buffer buffer{};
    buffer.type = type;
    buffer.memory = V4L2_MEMORY_MMAP;
    buffer.index = index;
    device.call(VIDIOC_QUERYBUF, "QUERYBUF", buffer);
    if (buffer.length < leastBytes) {
      throw DeviceError(device.path(), "QUERYBUF", EINVAL,
                        "the buffers are smaller than a picture");
    }
    void* data = mmap(nullptr, buffer.length, PROT_READ | PROT_WRITE, MAP_SHARED,
                      device.descriptor(), buffer.m.offset);
    if (data == MAP_FAILED) throw DeviceError(device.path(), "mmap", errno);
    regions_.push_back({static_cast<uint8_t*>(data), buffer.length});
  }
}

void MappedBuffers::unmap() {
  for (const Region& region : regions_) munmap(region.data, region.length);
}

double rateArgument(const Arguments& arguments, size_t index) {
  const double fps = arguments.finite(index, "fps");
  if (fps < LEAST_RATE || fps > MOST_RATE) arguments.refuseValue("fps", "must be from 0.1 to 1000");
  return fps;
}

v4l2_fract intervalOf(double fps) {
  if (fps == std::trunc(fps)) return {1, static_cast<uint32_t>(fps)};
  return {1000, static_cast<uint32_t>(std::lround(fps * 1000))};
}

}  // namespace mirage::v4l2
