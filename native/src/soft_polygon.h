// A mask with soft edges from a polygon: plain functions over pointers. The border that checks
// arguments is mesh.cc; src-main/base/addon.ts wraps it.
#pragma once

#include <cstdint>

#include "geometry.h"

namespace mirage {

// Softly filled polygon: 255 well inside, 0 outside, a smooth ramp of `feather` pixels between,
// centred `inset` pixels inside the outline.
void fillSoftPolygon(const float* points, int32_t pointCount, float feather, float inset,
                     const Rectangle& rectangle, uint8_t* out);

}  // namespace mirage
