// A turned, scaled crop of a picture. Wrapped by src-main/base/addon.ts.
#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstring>

#include "arguments.h"
#include "normalisation.h"
#include "registration.h"
#include "sampling.h"
#include "vectorise.h"

namespace mirage {

namespace {

constexpr int CHANNELS = 4;
constexpr int COLOURS = 3;

/** Picture pixels per crop pixel from which single bilinear samples would skip pixels and flicker.
 */
constexpr double SUPERSAMPLE_ABOVE = 1.6;

struct Picture {
  const uint8_t* pixels;
  Size size;
};

/** Samples along one line, channel by channel: float 0..255. */
struct Planes {
  float channel[CHANNELS][CHUNK];
};

/** All channels in one loop, their number known to the compiler: the neighbours are unpacked once.
 */
template <int channels>
MIRAGE_INLINE void interpolate(const Neighbours& neighbours, const Positions& at, int32_t begin,
                               int32_t count, Planes& out) {
  for (int32_t i = 0; i < count; ++i) {
    for (int c = 0; c < channels; ++c) {
      out.channel[c][begin + i] = sampleAt(neighbours, at, i, c);
    }
  }
}

/** Samples pixels whose four neighbours are all in the picture: RGB, or RGBA for 4 `channels`. */
MIRAGE_VECTORISED void sampleInside(const Picture& picture, const Line& line, Range range,
                                    int channels, Planes& out) {
  const int32_t count = range.end - range.begin;
  Positions at;
  Neighbours neighbours;
  locate(line, range.begin, count, picture.size.width, at);
  fetch(picture.pixels, picture.size.width, at, count, neighbours);
  if (channels == CHANNELS) {
    interpolate<CHANNELS>(neighbours, at, range.begin, count, out);
  } else {
    interpolate<COLOURS>(neighbours, at, range.begin, count, out);
  }
}

/** The same where some neighbours may lie outside the picture: they count as transparent black. */
void sampleAtEdge(const Picture& picture, const Line& line, Range range, Planes& out) {
  const int32_t width = picture.size.width;
  const int32_t height = picture.size.height;
  for (int32_t i = range.begin; i < range.end; ++i) {
    for (auto& channel : out.channel) channel[i] = 0.0f;
    const double x = line.xAt(i);
    const double y = line.yAt(i);
    if (!(x > -1.0 && x < width && y > -1.0 && y < height)) continue;
    const int32_t column = static_cast<int32_t>(std::floor(x));
    const int32_t row = static_cast<int32_t>(std::floor(y));
    const float shareX[] = {static_cast<float>(column + 1 - x), static_cast<float>(x - column)};
    const float shareY[] = {static_cast<float>(row + 1 - y), static_cast<float>(y - row)};
    for (int32_t v = std::max(row, 0); v <= std::min(row + 1, height - 1); ++v) {
      for (int32_t u = std::max(column, 0); u <= std::min(column + 1, width - 1); ++u) {
        const uint8_t* pixel = picture.pixels + (ptrdiff_t{v} * width + u) * CHANNELS;
        const float share = shareX[u - column] * shareY[v - row];
        for (int c = 0; c < CHANNELS; ++c) out.channel[c][i] += share * pixel[c];
      }
    }
  }
}

void sampleLine(const Picture& picture, const Line& line, int32_t count, int channels,
                Planes& out) {
  const Range inside =
      rangeWithin(line, count, 0.0, picture.size.width - 1.0, picture.size.height - 1.0);
  sampleAtEdge(picture, line, {0, inside.begin}, out);
  sampleInside(picture, line, inside, channels, out);
  sampleAtEdge(picture, line, {inside.end, count}, out);
}

/** The means of 2x2 samples: two adjacent ones of each of two lines. */
MIRAGE_VECTORISED void average(const Planes& upper, const Planes& lower, int32_t count,
                               int channels, Planes& MIRAGE_RESTRICT out) {
  for (int c = 0; c < channels; ++c) {
    const float* above = upper.channel[c];
    const float* below = lower.channel[c];
    float* mean = out.channel[c];
    for (int32_t i = 0; i < count; ++i) {
      mean[i] = 0.25f * (above[2 * i] + above[2 * i + 1] + below[2 * i] + below[2 * i + 1]);
    }
  }
}

/** Computes the crop chunk by chunk and hands each to `write(x, y, count, planes)`. */
template <typename Write>
void warp(const Picture& picture, const Affine& cropToPicture, Size crop, int channels,
          Write write) {
  const double shrink = std::max(std::hypot(cropToPicture.xx, cropToPicture.yx),
                                 std::hypot(cropToPicture.xy, cropToPicture.yy));
  const bool isSupersampled = shrink > SUPERSAMPLE_ABOVE;
  const int32_t chunk = isSupersampled ? CHUNK / 2 : CHUNK;
  // Two samples per crop pixel are a line of twice as many at half the distance.
  const auto halvedLine = [&](int32_t x, double y) {
    Line line = mappedRow(cropToPicture, x + 0.25, y);
    line.stepX *= 0.5;
    line.stepY *= 0.5;
    return line;
  };
  Planes planes;
  Planes upper;
  Planes lower;
  for (int32_t y = 0; y < crop.height; ++y) {
    for (int32_t x = 0; x < crop.width; x += chunk) {
      const int32_t count = std::min(chunk, crop.width - x);
      if (isSupersampled) {
        sampleLine(picture, halvedLine(x, y + 0.25), 2 * count, channels, upper);
        sampleLine(picture, halvedLine(x, y + 0.75), 2 * count, channels, lower);
        average(upper, lower, count, channels, planes);
      } else {
        sampleLine(picture, mappedRow(cropToPicture, x + 0.5, y + 0.5), count, channels, planes);
      }
      write(x, y, count, planes);
    }
  }
}

MIRAGE_VECTORISED void normalise(const float* MIRAGE_RESTRICT values, int32_t count,
                                 const Normalisation& normalisation,
                                 float* MIRAGE_RESTRICT target) {
  const Normalisation by = normalisation;
  for (int32_t i = 0; i < count; ++i) target[i] = by.apply(values[i]);
}

MIRAGE_INLINE uint32_t levelOf(float value) {
  return static_cast<uint32_t>(static_cast<int32_t>(value + 0.5f));
}

MIRAGE_VECTORISED void packRgba(const Planes& planes, int32_t count,
                                uint8_t* MIRAGE_RESTRICT target) {
  for (int32_t i = 0; i < count; ++i) {
    const uint32_t pixel = levelOf(planes.channel[0][i]) | levelOf(planes.channel[1][i]) << 8 |
                           levelOf(planes.channel[2][i]) << 16 |
                           levelOf(planes.channel[3][i]) << 24;
    std::memcpy(target + CHANNELS * i, &pixel, 4);
  }
}

void warpToTensor(const Napi::CallbackInfo& info) {
  const Arguments arguments(info);
  const Size size = arguments.size(1);
  const Normalisation normalisation{static_cast<float>(arguments.finite(4, "scale")),
                                    static_cast<float>(arguments.finite(5, "offset"))};
  const Size crop = arguments.size(7, "tensorWidth", "tensorHeight");
  const Affine cropToPicture = arguments.affine(3, "cropToPicture");
  const auto source = arguments.elements<uint8_t>(0, "source", size.area() * CHANNELS);
  const auto tensor = arguments.elements<float>(6, "tensor", crop.area() * 3);
  arguments.refuseOverlap(tensor, "tensor", source, "source");

  warp({source.data, size}, cropToPicture, crop, COLOURS,
       [&](int32_t x, int32_t y, int32_t count, const Planes& planes) {
         for (int c = 0; c < COLOURS; ++c) {
           normalise(planes.channel[c], count, normalisation,
                     tensor.data + (ptrdiff_t{c} * crop.height + y) * crop.width + x);
         }
       });
}

void warpToRgba(const Napi::CallbackInfo& info) {
  const Arguments arguments(info);
  const Size size = arguments.size(1);
  const Size crop = arguments.size(5, "targetWidth", "targetHeight");
  const Affine cropToPicture = arguments.affine(3, "cropToPicture");
  const auto source = arguments.elements<uint8_t>(0, "source", size.area() * CHANNELS);
  const auto target = arguments.elements<uint8_t>(4, "target", crop.area() * CHANNELS);
  arguments.refuseOverlap(target, "target", source, "source");

  warp({source.data, size}, cropToPicture, crop, CHANNELS,
       [&](int32_t x, int32_t y, int32_t count, const Planes& planes) {
         packRgba(planes, count, target.data + (ptrdiff_t{y} * crop.width + x) * CHANNELS);
       });
}

}  // namespace

void registerWarp(Napi::Env env, Napi::Object exports) {
  registerFunction<warpToTensor>(env, exports, "warpToTensor");
  registerFunction<warpToRgba>(env, exports, "warpToRgba");
}

}  // namespace mirage
