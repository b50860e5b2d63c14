// Bilinear taps of four channels, for kernels that jump about a picture instead of going along
// rows.
#pragma once

#include <cstdint>

#include "float4.h"

namespace mirage {

MIRAGE_INLINE float clampFloat(float value, float low, float high) {
  value = value > low ? value : low;
  return value < high ? value : high;
}

// Bilinear interpolation of four channels between the tap at (column, row) and its neighbours.
template <typename Value>
MIRAGE_INLINE Float4 sample4(const Value* pixels, int32_t stride, int32_t column, int32_t row,
                             float fx, float fy) {
  const Value* upper = pixels + (static_cast<int64_t>(row) * stride + column) * 4;
  const Value* lower = upper + static_cast<int64_t>(stride) * 4;
  return bilinear4(upper, lower, fx, fy);
}

// The same at (x, y), which must lie where all four taps exist.
template <typename Value>
MIRAGE_INLINE Float4 sample4(const Value* pixels, int32_t stride, float x, float y) {
  const int32_t column = static_cast<int32_t>(x);
  const int32_t row = static_cast<int32_t>(y);
  return sample4(pixels, stride, column, row, x - static_cast<float>(column),
                 y - static_cast<float>(row));
}

}  // namespace mirage
