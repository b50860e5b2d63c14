// What a Video4Linux device is and offers. Wrapped by src-main/base/v4l2-addon.ts.
#include <algorithm>
#include <array>
#include <vector>

#include "arguments.h"
#include "v4l2_addon.h"
#include "v4l2_device.h"
#include "v4l2_picture.h"

namespace mirage::v4l2 {

namespace {

/** Where drivers end their lists themselves; this ends those of a driver that never does. */
constexpr uint32_t MOST_ENTRIES = 256;

/** What is asked of a camera that scales to any size, and of one that keeps any rate. */
constexpr std::array<Size, 10> USUAL_SIZES{{{1920, 1080},
                                            {1280, 960},
                                            {1280, 720},
                                            {1024, 576},
                                            {960, 540},
                                            {800, 600},
                                            {640, 480},
                                            {640, 360},
                                            {320, 240},
                                            {320, 180}}};
constexpr std::array<double, 8> USUAL_RATES{60, 50, 30, 25, 24, 20, 15, 10};

bool isWithin(uint32_t value, uint32_t least, uint32_t most, uint32_t step) {
  return value >= least && value <= most && (step <= 1 || (value - least) % step == 0);
}

double rateOf(const v4l2_fract& interval) {
  return interval.numerator == 0 ? 0.0
                                 : static_cast<double>(interval.denominator) / interval.numerator;
}

std::vector<Size> sizesOf(const Device& device, uint32_t fourcc) {
  std::vector<Size> sizes;
  for (uint32_t index = 0; index < MOST_ENTRIES; ++index) {
    v4l2_frmsizeenum entry{};
    entry.index = index;
    entry.pixel_format = fourcc;
    if (device.attempt(VIDIOC_ENUM_FRAMESIZES, entry) != 0) break;
    if (entry.type == V4L2_FRMSIZE_TYPE_DISCRETE) {
      sizes.push_back({static_cast<int32_t>(entry.discrete.width),
                       static_cast<int32_t>(entry.discrete.height)});
      continue;
    }
    const v4l2_frmsize_stepwise& range = entry.stepwise;
    for (const Size size : USUAL_SIZES) {
      if (isWithin(size.width, range.min_width, range.max_width, range.step_width) &&
          isWithin(size.height, range.min_height, range.max_height, range.step_height)) {
        sizes.push_back(size);
      }
    }
    break;
  }
  return sizes;
}

/** Pictures a second, highest first; empty where the driver does not say. */
std::vector<double> ratesOf(const Device& device, uint32_t fourcc, Size size) {
  std::vector<double> rates;
  for (uint32_t index = 0; index < MOST_ENTRIES; ++index) {
    v4l2_frmivalenum entry{};
    entry.index = index;
    entry.pixel_format = fourcc;
    entry.width = static_cast<uint32_t>(size.width);
    entry.height = static_cast<uint32_t>(size.height);
    if (device.attempt(VIDIOC_ENUM_FRAMEINTERVALS, entry) != 0) break;
    if (entry.type == V4L2_FRMIVAL_TYPE_DISCRETE) {
      rates.push_back(rateOf(entry.discrete));
      continue;
    }
    // The shortest interval is the highest rate.
    const double highest = rateOf(entry.stepwise.min);
    const double lowest = rateOf(entry.stepwise.max);
    for (const double rate : USUAL_RATES) {
      if (rate <= highest && rate >= lowest) rates.push_back(rate);
    }
    break;
  }
  rates.erase(std::remove(rates.begin(), rates.end(), 0.0), rates.end());
  std::sort(rates.rbegin(), rates.rend());
  rates.erase(std::unique(rates.begin(), rates.end()), rates.end());
  return rates;
}

Napi::Object modeOf(Napi::Env env, PixelFormat format, Size size,
                    const std::vector<double>& rates) {
  Napi::Array list = Napi::Array::New(env, rates.size());
  for (uint32_t i = 0; i < rates.size(); ++i) list.Set(i, rates[i]);
  Napi::Object mode = Napi::Object::New(env);
  mode.Set("pixelFormat", nameOf(format));
  mode.Set("width", size.width);
  mode.Set("height", size.height);
  mode.Set("rates", list);
  return mode;
}

/** Adds what the device captures: `modes` that Mirage reads, `fourccs` of all. */
void addFormats(Napi::Env env, const Device& device, Napi::Object description) {
  Napi::Array modes = Napi::Array::New(env);
  Napi::Array fourccs = Napi::Array::New(env);
  for (uint32_t index = 0; index < MOST_ENTRIES; ++index) {
    v4l2_fmtdesc entry{};
    entry.index = index;
    entry.type = V4L2_BUF_TYPE_VIDEO_CAPTURE;
    if (device.attempt(VIDIOC_ENUM_FMT, entry) != 0) break;
    fourccs.Set(index, fourccText(entry.pixelformat));
    const auto format = pixelFormatOf(entry.pixelformat);
    if (!format) continue;
    for (const Size size : sizesOf(device, entry.pixelformat)) {
      modes.Set(modes.Length(),
                modeOf(env, *format, size, ratesOf(device, entry.pixelformat, size)));
    }
  }
  description.Set("modes", modes);
  description.Set("fourccs", fourccs);
}

/** A field that a driver may have filled to its last byte, without an end mark. */
template <size_t length>
std::string textOf(const uint8_t (&field)[length]) {
  return {field, std::find(field, field + length, '\0')};
}

}  // namespace

Napi::Value describe(const Napi::CallbackInfo& info) {
  const std::string path = Arguments(info).text(0, "path");
  const Napi::Env env = info.Env();
  return atBorder(env, [&] {
    const Device device(path);
    const v4l2_capability capability = device.capability();
    const auto can = [&](uint32_t flag) { return (capability.device_caps & flag) != 0; };
    Napi::Object description = Napi::Object::New(env);
    description.Set("driver", textOf(capability.driver));
    description.Set("card", textOf(capability.card));
    description.Set("busInfo", textOf(capability.bus_info));
    description.Set("canCapture", can(V4L2_CAP_VIDEO_CAPTURE) && can(V4L2_CAP_STREAMING));
    description.Set("canOutput", can(V4L2_CAP_VIDEO_OUTPUT) && can(V4L2_CAP_STREAMING));
    addFormats(env, device, description);
    return description;
  });
}

}  // namespace mirage::v4l2
