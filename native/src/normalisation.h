// From pixel values to a network's input. Used by letterbox.cc and warp.cc.
#pragma once

#include "vectorise.h"

namespace mirage {

/** How pixel values 0..255 become tensor values: pixel · scale + offset. */
struct Normalisation {
  float scale;
  float offset;

  MIRAGE_INLINE float apply(float pixel) const { return pixel * scale + offset; }
};

}  // namespace mirage
