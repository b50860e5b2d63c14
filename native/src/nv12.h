// NV12 (4:2:0, interleaved chroma) from the published layouts. No colour is computed anew.
#pragma once

#include <cstdint>

#include "geometry.h"

namespace mirage {

/** I420 → NV12; width and height are even. */
void nv12FromI420(const uint8_t* source, Size size, uint8_t* target);

/** YUYV → NV12; width and height are even. Chroma is the rounded mean of two rows. */
void nv12FromYuyv(const uint8_t* source, Size size, uint8_t* target);

}  // namespace mirage
