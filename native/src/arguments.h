// The border between JavaScript and the kernels: every argument is checked here, once. Wrong types
// throw a TypeError, wrong values a RangeError, both naming the argument, before anything is
// written.
//
// Reading a rectangle can run JavaScript (getters, proxies), which may detach or shrink any buffer.
// Each function therefore reads its buffers last: numbers, names and rectangles first.
#pragma once

#include <napi.h>

#include <array>
#include <cmath>
#include <cstdint>
#include <string>

#include "geometry.h"

namespace mirage {

/** Longest side of a picture. Keeps every pixel count within int32 and coordinates exact in float.
 */
constexpr int32_t MAXIMUM_SIDE = 32767;

/** The elements of a typed array; JavaScript owns them. */
template <typename Element>
struct View {
  Element* data;
  size_t length;
};

/** The JavaScript array that holds elements of one C++ type. */
template <typename Element>
struct ArrayOf;
template <>
struct ArrayOf<uint8_t> {
  static constexpr const char* name = "a Uint8Array";
  static constexpr napi_typedarray_type type = napi_uint8_array;
};
template <>
struct ArrayOf<uint16_t> {
  static constexpr const char* name = "a Uint16Array";
  static constexpr napi_typedarray_type type = napi_uint16_array;
};
template <>
struct ArrayOf<int32_t> {
  static constexpr const char* name = "an Int32Array";
  static constexpr napi_typedarray_type type = napi_int32_array;
};
template <>
struct ArrayOf<float> {
  static constexpr const char* name = "a Float32Array";
  static constexpr napi_typedarray_type type = napi_float32_array;
};
template <>
struct ArrayOf<double> {
  static constexpr const char* name = "a Float64Array";
  static constexpr napi_typedarray_type type = napi_float64_array;
};

/** Reads the arguments of one call by position; `name` is what error messages call them. */
class Arguments {
 public:
  explicit Arguments(const Napi::CallbackInfo& info) : info_(info), env_(info.Env()) {}

  double finite(size_t index, const char* name) const { return finiteNumber(info_[index], name); }

  int32_t whole(size_t index, const char* name, int32_t least, int32_t most) const {
    return wholeNumber(info_[index], name, least, most);
  }

  Size size(size_t index, const char* widthName = "width",
            const char* heightName = "height") const {
    const int32_t width = whole(index, widthName, 1, MAXIMUM_SIDE);
    const int32_t height = whole(index + 1, heightName, 1, MAXIMUM_SIDE);
    return {width, height};
  }

  /** Text without a zero character, which would end it early where C reads it. */
  std::string text(size_t index, const char* name) const {
    if (!info_[index].IsString()) refuseType(name, "a string");
    const std::string text = info_[index].As<Napi::String>().Utf8Value();
    if (text.find('\0') != std::string::npos) refuseValue(name, "must not hold a zero character");
    return text;
  }

  /** Position of the argument in `choices`. */
  template <size_t count>
  size_t choice(size_t index, const char* name,
                const std::array<const char*, count>& choices) const {
    const Napi::Value value = info_[index];
    if (!value.IsString()) refuseType(name, "a string");
    const std::string chosen = value.As<Napi::String>().Utf8Value();
    std::string known;
    for (size_t i = 0; i < count; ++i) {
      if (chosen == choices[i]) return i;
      known += std::string(i == 0 ? "'" : " or '") + choices[i] + "'";
    }
    refuseValue(name, "must be " + known);
  }

  /** A rectangle of at least one pixel inside a picture of the given size. May run JavaScript. */
  Rectangle rectangle(size_t index, const char* name, Size picture) const {
    if (!info_[index].IsObject()) refuseType(name, "an object with x, y, width and height");
    const Napi::Object object = info_[index].As<Napi::Object>();
    const auto part = [&](const char* key, int32_t least, int32_t most) {
      return wholeNumber(object.Get(key), (std::string(name) + "." + key).c_str(), least, most);
    };
    const int32_t x = part("x", 0, picture.width - 1);
    const int32_t y = part("y", 0, picture.height - 1);
    const int32_t width = part("width", 1, picture.width - x);
    const int32_t height = part("height", 1, picture.height - y);
    return {x, y, width, height};
  }

  /** A 2x3 matrix in a Float64Array, all six values finite. */
  Affine affine(size_t index, const char* name) const {
    const double* values = elements<double>(index, name, 6).data;
    // Checked as a copy: another thread may write to shared memory meanwhile.
    const Affine map{values[0], values[1], values[2], values[3], values[4], values[5]};
    for (const double value : {map.xx, map.xy, map.x0, map.yx, map.yy, map.y0}) {
      if (!std::isfinite(value)) refuseValue(name, "must hold finite numbers");
    }
    return map;
  }

  /** A typed array of any length. A detached one counts as empty. */
  template <typename Element>
  View<Element> elements(size_t index, const char* name) const {
    constexpr const char* wanted = ArrayOf<Element>::name;
    if (!info_[index].IsTypedArray()) refuseType(name, wanted);
    napi_typedarray_type actualType;
    size_t length;
    void* data;
    const napi_status status =
        napi_get_typedarray_info(env_, info_[index], &actualType, &length, &data, nullptr, nullptr);
    if (status != napi_ok || actualType != ArrayOf<Element>::type) refuseType(name, wanted);
    return {static_cast<Element*>(data), data == nullptr ? 0 : length};
  }

  /** A typed array of exactly `length` elements. */
  template <typename Element>
  View<Element> elements(size_t index, const char* name, int64_t length) const {
    const View<Element> view = elements<Element>(index, name);
    if (view.length != static_cast<uint64_t>(length)) {
      refuseValue(name, "must have length " + std::to_string(length) + ", not " +
                            std::to_string(view.length));
    }
    return view;
  }

  /** A Float32Array of exactly `length` numbers from -limit to limit, none of them NaN. */
  View<float> numbers(size_t index, const char* name, int64_t length, float limit) const {
    const View<float> view = elements<float>(index, name, length);
    for (size_t i = 0; i < view.length; ++i) {
      if (!(std::fabs(view.data[i]) <= limit)) {
        refuseValue(name, "must hold numbers within " + std::to_string(limit));
      }
    }
    return view;
  }

  bool isAbsent(size_t index) const { return info_[index].IsNull() || info_[index].IsUndefined(); }

  /** The kernels read one buffer while they write another; sharing memory would mix the two. */
  template <typename A, typename B>
  void refuseOverlap(View<A> written, const char* writtenName, View<B> read,
                     const char* readName) const {
    const auto begin = [](const auto& view) { return reinterpret_cast<uintptr_t>(view.data); };
    const auto end = [](const auto& view) {
      return reinterpret_cast<uintptr_t>(view.data + view.length);
    };
    if (begin(written) < end(read) && begin(read) < end(written)) {
      refuseValue(writtenName, std::string("must not share memory with ") + readName);
    }
  }

  [[noreturn]] void refuseType(const char* name, const char* wanted) const {
    throw Napi::TypeError::New(env_, std::string(name) + " must be " + wanted);
  }

  [[noreturn]] void refuseValue(const char* name, const std::string& reason) const {
    throw Napi::RangeError::New(env_, std::string(name) + " " + reason);
  }

 private:
  double finiteNumber(const Napi::Value& value, const char* name) const {
    if (!value.IsNumber()) refuseType(name, "a number");
    const double number = value.As<Napi::Number>().DoubleValue();
    if (!std::isfinite(number)) refuseValue(name, "must be finite");
    return number;
  }

  int32_t wholeNumber(const Napi::Value& value, const char* name, int32_t least,
                      int32_t most) const {
    const double number = finiteNumber(value, name);
    if (number != std::trunc(number) || number < least || number > most) {
      refuseValue(name, "must be a whole number from " + std::to_string(least) + " to " +
                            std::to_string(most));
    }
    return static_cast<int32_t>(number);
  }

  const Napi::CallbackInfo& info_;
  Napi::Env env_;
};

}  // namespace mirage
