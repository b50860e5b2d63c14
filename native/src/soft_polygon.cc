#include "soft_polygon.h"

#include <algorithm>
#include <cmath>

#include "sample4.h"

namespace mirage {

namespace {

MIRAGE_INLINE float smoothstep(float low, float high, float value) {
  const float t = clampFloat((value - low) / (high - low), 0.0f, 1.0f);
  return t * t * (3.0f - 2.0f * t);
}

// Columns of a polygon's row computed together; the buffers stay on the stack.
constexpr int32_t POLYGON_COLUMNS = 64;

// Squared distance to the nearest edge, and how many edges are crossed going right, for a run of
// pixels.
struct PolygonRun {
  float nearest[POLYGON_COLUMNS];
  int32_t crossings[POLYGON_COLUMNS];
};

MIRAGE_INLINE void addEdge(PolygonRun& run, float firstX, float y, const float* a, const float* b) {
  const float ax = a[0];
  const float ex = b[0] - ax;
  const float ey = b[1] - a[1];
  const float ry = y - a[1];
  const float perLength = 1.0f / std::max(ex * ex + ey * ey, 1e-6f);
  for (int32_t i = 0; i < POLYGON_COLUMNS; ++i) {
    const float rx = firstX + static_cast<float>(i) - ax;
    const float along = clampFloat((rx * ex + ry * ey) * perLength, 0.0f, 1.0f);
    const float dx = rx - along * ex;
    const float dy = ry - along * ey;
    const float distance = dx * dx + dy * dy;
    run.nearest[i] = distance < run.nearest[i] ? distance : run.nearest[i];
  }
  if ((a[1] <= y) == (b[1] <= y)) return;
  const float crossing = ax + ry / ey * ex - firstX;
  for (int32_t i = 0; i < POLYGON_COLUMNS; ++i) {
    run.crossings[i] += static_cast<float>(i) < crossing ? 1 : 0;
  }
}

}  // namespace

MIRAGE_VECTORISED void fillSoftPolygon(const float* points, int32_t pointCount, float feather,
                                       float inset, const Rectangle& rectangle, uint8_t* out) {
  const float half = std::max(feather, 1e-3f) * 0.5f;
  PolygonRun run;
  for (int32_t row = 0; row < rectangle.height; ++row) {
    const float y = static_cast<float>(rectangle.y + row) + 0.5f;
    for (int32_t start = 0; start < rectangle.width; start += POLYGON_COLUMNS) {
      const float firstX = static_cast<float>(rectangle.x + start) + 0.5f;
      std::fill(run.nearest, run.nearest + POLYGON_COLUMNS, 1e30f);
      std::fill(run.crossings, run.crossings + POLYGON_COLUMNS, 0);
      for (int32_t i = 0; i < pointCount; ++i) {
        addEdge(run, firstX, y, points + 2 * i, points + 2 * (i + 1 == pointCount ? 0 : i + 1));
      }
      uint8_t* target = out + static_cast<int64_t>(row) * rectangle.width + start;
      const int32_t count = std::min(POLYGON_COLUMNS, rectangle.width - start);
      for (int32_t i = 0; i < count; ++i) {
        const float distance = std::sqrt(run.nearest[i]);
        const float depth = (run.crossings[i] % 2 != 0 ? distance : -distance) - inset;
        target[i] = static_cast<uint8_t>(255.0f * smoothstep(-half, half, depth) + 0.5f);
      }
    }
  }
}

}  // namespace mirage
