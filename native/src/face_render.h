// The mesh render of the geometric swap: plain functions over pointers, no Node-API.
// The border that checks arguments is mesh.cc; src-main/base/addon.ts wraps it.
#pragma once

#include <cstdint>

#include "geometry.h"

namespace mirage {

// Everything one face needs to be drawn. Pointers are borrowed for the call.
struct FaceRender {
  // Per vertex. `target` is where the vertex is drawn, `source` where the live picture shows it.
  int32_t vertexCount = 0;
  const float* target = nullptr;   // [vertexCount][2] picture pixels
  const float* source = nullptr;   // [vertexCount][2] picture pixels
  const float* texture = nullptr;  // [vertexCount][2] atlas pixels
  const float* weight = nullptr;   // [vertexCount] 0..1, interpolated over the triangle
  const float* depth = nullptr;    // [vertexCount] larger is farther away

  int32_t triangleCount = 0;
  const uint16_t* triangles = nullptr;  // [triangleCount][3], counterclockwise facing the camera

  const uint8_t* atlas = nullptr;  // RGBA [atlasSize][atlasSize]; alpha is the static coverage
  int32_t atlasSize = 0;

  // float [lightSize][lightSize][4]: luma gain, B-Y and R-Y to add as shares of luma, coverage.
  const float* light = nullptr;
  int32_t lightSize = 0;

  // One byte per pixel of `holeRectangle` (picture pixels): 255 keeps the live picture.
  const uint8_t* hole = nullptr;
  Rectangle holeRectangle;

  // Reference eyes: one byte per atlas pixel says how much of the gaze shift applies. May be null.
  const uint8_t* eyes = nullptr;
  float gazeLeft[2] = {0.0f, 0.0f};   // atlas pixels, for the atlas's left half
  float gazeRight[2] = {0.0f, 0.0f};  // and for its right half

  float opacity = 1.0f;
};

// Draws the face into `picture` (RGBA, width x height). `scratch` is a buffer of the same size that
// receives a copy of the face's surroundings, which the render reads while it writes the picture.
// Returns the rectangle that was drawn (empty when the face lies outside).
Rectangle renderFace(uint8_t* picture, uint8_t* scratch, int32_t width, int32_t height,
                     const FaceRender& face, uint16_t* order, float* depths);

}  // namespace mirage
