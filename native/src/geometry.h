// Sizes, parts and maps of pictures, in pixels.
#pragma once

#include <cstdint>

namespace mirage {

struct Size {
  int32_t width;
  int32_t height;

  int64_t area() const { return int64_t{width} * height; }
};

struct Rectangle {
  int32_t x = 0;
  int32_t y = 0;
  int32_t width = 0;
  int32_t height = 0;

  int32_t right() const { return x + width; }
  int32_t bottom() const { return y + height; }
};

/** x' = xx · x + xy · y + x0; y' = yx · x + yy · y + y0, with pixel centres at +0.5. */
struct Affine {
  double xx, xy, x0;
  double yx, yy, y0;
};

}  // namespace mirage
