// Scaling along one axis: area average when smaller, bilinear when larger.
// Used by scale.cc and letterbox.cc.
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "geometry.h"

namespace mirage {

/**
 * What one target pixel is made of along one axis:
 * firstWeight · source[first] + middleWeight · Σ source(first, last) + lastWeight · source[last].
 * The weights sum to 1. When first equals last, lastWeight is 0.
 */
struct Span {
  int32_t first;
  int32_t last;
  float firstWeight;
  float middleWeight;
  float lastWeight;
};

/** @param step source pixels per target pixel: above 1 averages the area, else interpolates. */
std::vector<Span> spansAlong(int32_t sourceLength, int32_t targetLength, double step);

/** Scales an RGBA picture row by row, so that only one row of floats is ever held. */
class RowScaler {
 public:
  /**
   * @param pixels first pixel of the part to scale; must outlive the scaler.
   * @param stride pixels from one of its rows to the next.
   */
  RowScaler(const uint8_t* pixels, int32_t stride, Size part, std::vector<Span> columns,
            std::vector<Span> rows);

  int32_t targetWidth() const { return static_cast<int32_t>(columns_.size()); }
  int32_t targetHeight() const { return static_cast<int32_t>(rows_.size()); }

  /** Row `y` of the scaled picture: float RGBA 0..255, interleaved. Valid until the next call. */
  const float* row(int32_t y);

  /** The same row as bytes. */
  void roundedRow(int32_t y, uint8_t* target);

 private:
  const uint8_t* pixels_;
  ptrdiff_t stride_;  // in bytes
  int32_t width_;
  std::vector<Span> columns_;
  std::vector<Span> rows_;
  std::vector<float> tall_;    // one target row at the source's width
  std::vector<float> scaled_;  // the same row at the target's width
};

}  // namespace mirage
