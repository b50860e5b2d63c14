// Bilinear sampling along a straight line through a picture. Used by warp.cc and paste.cc.
#pragma once

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <cstring>

#include "geometry.h"
#include "vectorise.h"

namespace mirage {

/**
 * Where a row of target pixels lands in a source picture. Coordinates count from the centre of the
 * source's first pixel (whole numbers are pixel centres).
 */
struct Line {
  double x;
  double y;
  double stepX;
  double stepY;

  MIRAGE_INLINE double xAt(int32_t i) const { return x + i * stepX; }
  MIRAGE_INLINE double yAt(int32_t i) const { return y + i * stepY; }
};

/** The line of pixels whose first has its centre at (centreX, centreY), mapped by `map`. */
inline Line mappedRow(const Affine& map, double centreX, double centreY) {
  return {map.xx * centreX + map.xy * centreY + map.x0 - 0.5,
          map.yx * centreX + map.yy * centreY + map.y0 - 0.5, map.xx, map.yx};
}

/** Pixels [begin, end) of a row. */
struct Range {
  int32_t begin;
  int32_t end;
};

/**
 * The pixels i of [0, count) with low ≤ x(i) < highX and low ≤ y(i) < highY.
 *
 * Solved by division, then settled by the very expression the kernels use: as rounding keeps x(i)
 * and y(i) monotonic, both ends inside means all between are, and no pixel needs a check of its
 * own.
 */
inline Range rangeWithin(const Line& line, int32_t count, double low, double highX, double highY) {
  double begin = 0.0;
  double end = count;
  const auto narrow = [&](double start, double step, double high) {
    if (step == 0.0) return;
    const double a = (low - start) / step;
    const double b = (high - start) / step;
    begin = std::max(begin, std::floor(std::min(a, b)));
    end = std::min(end, std::ceil(std::max(a, b)) + 1.0);
  };
  narrow(line.x, line.stepX, highX);
  narrow(line.y, line.stepY, highY);
  if (!(begin < end)) return {0, 0};

  Range range{static_cast<int32_t>(begin), static_cast<int32_t>(end)};
  const auto holds = [&](int32_t i) {
    const double x = line.xAt(i);
    const double y = line.yAt(i);
    return x >= low && x < highX && y >= low && y < highY;
  };
  while (range.begin < range.end && !holds(range.begin)) ++range.begin;
  while (range.begin < range.end && !holds(range.end - 1)) --range.end;
  return range;
}

/** Positions worked on at a time; all their values stay on the stack and in the L1 cache. */
constexpr int32_t CHUNK = 128;

/** Up to CHUNK positions inside a source: all four neighbours of each are in it. */
struct Positions {
  /** Of the top left neighbour, in pixels from the source's first. */
  int32_t index[CHUNK];
  /** Share of the right and of the bottom neighbours, 0 ≤ share < 1. */
  float right[CHUNK];
  float below[CHUNK];
};

/**
 * The four neighbours of up to CHUNK positions as packed RGBA words: left, right, left, right ...
 *
 * Fetching first and computing after leaves the arithmetic free of scattered loads, so the compiler
 * vectorises it over pixels; sampled pixel by pixel the same arithmetic took six times as long.
 */
struct Neighbours {
  uint32_t top[2 * CHUNK];
  uint32_t bottom[2 * CHUNK];
};

/** Positions of pixels [begin, begin + count) of the line in a source of the given width. */
MIRAGE_INLINE void locate(const Line& line, int32_t begin, int32_t count, int32_t width,
                          Positions& out) {
  const Line along = line;
  for (int32_t i = 0; i < count; ++i) {
    const double x = along.xAt(begin + i);
    const double y = along.yAt(begin + i);
    const int32_t column = static_cast<int32_t>(x);
    const int32_t row = static_cast<int32_t>(y);
    out.index[i] = row * width + column;
    out.right[i] = static_cast<float>(x - column);
    out.below[i] = static_cast<float>(y - row);
  }
}

MIRAGE_INLINE void fetch(const uint8_t* pixels, int32_t width, const Positions& at, int32_t count,
                         Neighbours& out) {
  const uint8_t* pixelsBelow = pixels + ptrdiff_t{width} * 4;
  for (int32_t i = 0; i < count; ++i) {
    const ptrdiff_t offset = ptrdiff_t{at.index[i]} * 4;
    std::memcpy(out.top + 2 * i, pixels + offset, 8);
    std::memcpy(out.bottom + 2 * i, pixelsBelow + offset, 8);
  }
}

MIRAGE_INLINE float bilinear(float topLeft, float topRight, float bottomLeft, float bottomRight,
                             float right, float below) {
  const float top = topLeft + (topRight - topLeft) * right;
  const float bottom = bottomLeft + (bottomRight - bottomLeft) * right;
  return top + (bottom - top) * below;
}

/** Byte `channel` of a packed pixel. */
MIRAGE_INLINE float channelOf(uint32_t pixel, int channel) {
  return static_cast<float>(static_cast<int32_t>(pixel >> (8 * channel) & 0xff));
}

/** The interpolated channel of the i-th position, 0..255. */
MIRAGE_INLINE float sampleAt(const Neighbours& neighbours, const Positions& at, int32_t i,
                             int channel) {
  return bilinear(channelOf(neighbours.top[2 * i], channel),
                  channelOf(neighbours.top[2 * i + 1], channel),
                  channelOf(neighbours.bottom[2 * i], channel),
                  channelOf(neighbours.bottom[2 * i + 1], channel), at.right[i], at.below[i]);
}

}  // namespace mirage
