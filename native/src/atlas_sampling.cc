#include "atlas_sampling.h"

#include "sample4.h"

namespace mirage {

MIRAGE_VECTORISED void sampleAtlas(const uint8_t* picture, int32_t width, int32_t height,
                                   const float* points, const int32_t* texels,
                                   const uint16_t* vertices, const float* weights,
                                   int32_t texelCount, float* out) {
  const float limitX = static_cast<float>(width) - 1.01f;
  const float limitY = static_cast<float>(height) - 1.01f;
  for (int32_t i = 0; i < texelCount; ++i) {
    const uint16_t* vertex = vertices + 3 * static_cast<int64_t>(i);
    const float* weight = weights + 3 * static_cast<int64_t>(i);
    float x = -0.5f;
    float y = -0.5f;
    for (int k = 0; k < 3; ++k) {
      x += weight[k] * points[2 * vertex[k]];
      y += weight[k] * points[2 * vertex[k] + 1];
    }
    float* texel = out + 4 * static_cast<int64_t>(texels[i]);
    const bool isInside =
        x > -1.0f && y > -1.0f && x < static_cast<float>(width) && y < static_cast<float>(height);
    if (!isInside) {
      store4(splat(0.0f), texel);
      continue;
    }
    store4(sample4(picture, width, clampFloat(x, 0.0f, limitX), clampFloat(y, 0.0f, limitY)),
           texel);
    texel[3] = 1.0f;
  }
}

}  // namespace mirage
