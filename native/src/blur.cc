// Three running box passes per axis. Wrapped by src-main/base/addon.ts.
#include <algorithm>
#include <cstddef>
#include <vector>

#include "arguments.h"
#include "registration.h"
#include "vectorise.h"

namespace mirage {

namespace {

constexpr int32_t MAXIMUM_CHANNELS = 4;
constexpr int PASSES = 3;

/**
 * One box pass along a row of pixels, the end pixels repeated outward. The sum that slides along is
 * double: in float its rounding errors would pile up over the row.
 */
template <int channels>
void blurRow(const float* MIRAGE_RESTRICT source, int32_t width, int32_t radius,
             float* MIRAGE_RESTRICT target) {
  const double mean = 1.0 / (2.0 * radius + 1.0);
  const auto pixel = [&](int32_t x) {
    return source + ptrdiff_t{std::clamp(x, 0, width - 1)} * channels;
  };
  double sums[channels];
  const int32_t reach = std::min(radius, width - 1);
  for (int c = 0; c < channels; ++c) {
    sums[c] =
        (radius + 1.0) * pixel(0)[c] + (radius - reach) * static_cast<double>(pixel(width)[c]);
  }
  for (int32_t x = 1; x <= reach; ++x) {
    for (int c = 0; c < channels; ++c) sums[c] += pixel(x)[c];
  }
  for (int32_t x = 0; x < width; ++x) {
    const float* entering = pixel(x + radius + 1);
    const float* leaving = pixel(x - radius);
    for (int c = 0; c < channels; ++c) {
      target[ptrdiff_t{x} * channels + c] = static_cast<float>(sums[c] * mean);
      sums[c] += static_cast<double>(entering[c]) - leaving[c];
    }
  }
}

MIRAGE_VECTORISED void addRow(const float* MIRAGE_RESTRICT row, double weight, int32_t length,
                              double* MIRAGE_RESTRICT sums) {
  for (int32_t i = 0; i < length; ++i) sums[i] += row[i] * weight;
}

MIRAGE_VECTORISED void slideRows(const float* MIRAGE_RESTRICT entering,
                                 const float* MIRAGE_RESTRICT leaving, double mean, int32_t length,
                                 double* MIRAGE_RESTRICT sums, float* MIRAGE_RESTRICT target) {
  for (int32_t i = 0; i < length; ++i) {
    target[i] = static_cast<float>(sums[i] * mean);
    sums[i] += static_cast<double>(entering[i]) - leaving[i];
  }
}

/** One box pass down all columns at once; `sums` holds one running sum per value of a row. */
void blurColumns(const float* source, int32_t rowLength, int32_t height, int32_t radius,
                 std::vector<double>& sums, float* target) {
  const double mean = 1.0 / (2.0 * radius + 1.0);
  const auto row = [&](int32_t y) {
    return source + ptrdiff_t{std::clamp(y, 0, height - 1)} * rowLength;
  };
  const int32_t reach = std::min(radius, height - 1);
  std::fill(sums.begin(), sums.end(), 0.0);
  addRow(row(0), radius + 1.0, rowLength, sums.data());
  addRow(row(height), radius - reach, rowLength, sums.data());
  for (int32_t y = 1; y <= reach; ++y) addRow(row(y), 1.0, rowLength, sums.data());
  for (int32_t y = 0; y < height; ++y) {
    slideRows(row(y + radius + 1), row(y - radius), mean, rowLength, sums.data(),
              target + ptrdiff_t{y} * rowLength);
  }
}

using RowBlur = void (*)(const float*, int32_t, int32_t, float*);
constexpr RowBlur ROW_BLURS[MAXIMUM_CHANNELS] = {blurRow<1>, blurRow<2>, blurRow<3>, blurRow<4>};

void blur(const Napi::CallbackInfo& info) {
  const Arguments arguments(info);
  const Size size = arguments.size(1);
  const int32_t channels = arguments.whole(3, "channels", 1, MAXIMUM_CHANNELS);
  const int32_t radius = arguments.whole(4, "radius", 0, MAXIMUM_SIDE);
  const int64_t length = size.area() * channels;
  const auto values = arguments.elements<float>(0, "values", length);
  const auto scratch = arguments.elements<float>(5, "scratch", length);
  arguments.refuseOverlap(scratch, "scratch", values, "values");

  const int32_t rowLength = size.width * channels;
  std::vector<double> sums(rowLength);
  // Six passes swap the two buffers six times, so the result ends in `values`.
  float* from = values.data;
  float* to = scratch.data;
  for (int pass = 0; pass < PASSES; ++pass, std::swap(from, to)) {
    for (int32_t y = 0; y < size.height; ++y) {
      const ptrdiff_t row = ptrdiff_t{y} * rowLength;
      ROW_BLURS[channels - 1](from + row, size.width, radius, to + row);
    }
  }
  for (int pass = 0; pass < PASSES; ++pass, std::swap(from, to)) {
    blurColumns(from, rowLength, size.height, radius, sums, to);
  }
}

}  // namespace

void registerBlur(Napi::Env env, Napi::Object exports) {
  registerFunction<blur>(env, exports, "blur");
}

}  // namespace mirage
