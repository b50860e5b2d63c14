// Reading a face into its atlas: plain functions over pointers. The border that checks arguments is
// mesh.cc; src-main/base/addon.ts wraps it.
#pragma once

#include <cstdint>

namespace mirage {

// Samples the picture at texels given by three vertices and their barycentric weights.
// out[texel] = R, G, B (0..255) and 1 inside the picture, zeros outside.
void sampleAtlas(const uint8_t* picture, int32_t width, int32_t height, const float* points,
                 const int32_t* texels, const uint16_t* vertices, const float* weights,
                 int32_t texelCount, float* out);

}  // namespace mirage
