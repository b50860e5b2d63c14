// A crop blended back into its picture. Wrapped by src-main/base/addon.ts.
#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstring>

#include "arguments.h"
#include "registration.h"
#include "sampling.h"
#include "vectorise.h"

namespace mirage {

namespace {

constexpr int CHANNELS = 4;
constexpr int COLOURS = 3;

struct Crop {
  const uint8_t* pixels;
  const uint8_t* mask;
  Size size;
};

/** @param opacity 0..255. */
MIRAGE_INLINE uint32_t blend(float below, float above, float opacity) {
  const float mixed = below + (above - below) * (opacity * (1.0f / 255.0f));
  return static_cast<uint32_t>(static_cast<int32_t>(mixed + 0.5f));
}

/** Blends up to CHUNK pixels whose four neighbours are all in the crop. */
MIRAGE_VECTORISED void pasteInside(const Crop& crop, const Line& line, Range range,
                                   uint8_t* MIRAGE_RESTRICT row) {
  const int32_t count = range.end - range.begin;
  const int32_t width = crop.size.width;
  Positions at;
  Neighbours colours;
  locate(line, range.begin, count, width, at);
  fetch(crop.pixels, width, at, count, colours);

  // The mask's four neighbours as the bytes of one word: top left, top right, bottom left, bottom
  // right.
  uint32_t masks[CHUNK];
  for (int32_t i = 0; i < count; ++i) {
    uint16_t top;
    uint16_t bottom;
    std::memcpy(&top, crop.mask + at.index[i], 2);
    std::memcpy(&bottom, crop.mask + at.index[i] + width, 2);
    masks[i] = top | static_cast<uint32_t>(bottom) << 16;
  }

  uint8_t* target = row + ptrdiff_t{range.begin} * CHANNELS;
  for (int32_t i = 0; i < count; ++i) {
    const float opacity =
        bilinear(channelOf(masks[i], 0), channelOf(masks[i], 1), channelOf(masks[i], 2),
                 channelOf(masks[i], 3), at.right[i], at.below[i]);
    uint32_t pixel;
    std::memcpy(&pixel, target + CHANNELS * i, 4);
    pixel = blend(channelOf(pixel, 0), sampleAt(colours, at, i, 0), opacity) |
            blend(channelOf(pixel, 1), sampleAt(colours, at, i, 1), opacity) << 8 |
            blend(channelOf(pixel, 2), sampleAt(colours, at, i, 2), opacity) << 16 |
            (pixel & 0xff000000u);
    std::memcpy(target + CHANNELS * i, &pixel, 4);
  }
}

/**
 * The same around the crop's edge: outside it the mask is 0, while the colour repeats its border,
 * so that no black creeps in under a half-open mask.
 */
void pasteAtEdge(const Crop& crop, const Line& line, Range range, uint8_t* target) {
  const int32_t width = crop.size.width;
  const int32_t height = crop.size.height;
  for (int32_t i = range.begin; i < range.end; ++i) {
    const int32_t column = static_cast<int32_t>(std::floor(line.xAt(i)));
    const int32_t row = static_cast<int32_t>(std::floor(line.yAt(i)));
    const float right = static_cast<float>(line.xAt(i) - column);
    const float below = static_cast<float>(line.yAt(i) - row);
    const auto opacityAt = [&](int32_t x, int32_t y) -> float {
      const bool isInside = x >= 0 && x < width && y >= 0 && y < height;
      return isInside ? crop.mask[ptrdiff_t{y} * width + x] : 0.0f;
    };
    const auto pixelAt = [&](int32_t x, int32_t y) {
      const ptrdiff_t index =
          ptrdiff_t{std::clamp(y, 0, height - 1)} * width + std::clamp(x, 0, width - 1);
      return crop.pixels + index * CHANNELS;
    };
    const float opacity =
        bilinear(opacityAt(column, row), opacityAt(column + 1, row), opacityAt(column, row + 1),
                 opacityAt(column + 1, row + 1), right, below);
    for (int c = 0; c < COLOURS; ++c) {
      const float colour =
          bilinear(pixelAt(column, row)[c], pixelAt(column + 1, row)[c],
                   pixelAt(column, row + 1)[c], pixelAt(column + 1, row + 1)[c], right, below);
      uint8_t& level = target[i * CHANNELS + c];
      level = static_cast<uint8_t>(blend(level, colour, opacity));
    }
  }
}

void pasteMasked(const Napi::CallbackInfo& info) {
  const Arguments arguments(info);
  const Size size = arguments.size(1);
  const Size cropSize = arguments.size(5, "cropWidth", "cropHeight");
  const Rectangle rectangle = arguments.rectangle(8, "rectangle", size);
  const Affine pictureToCrop = arguments.affine(7, "pictureToCrop");
  const auto picture = arguments.elements<uint8_t>(0, "picture", size.area() * CHANNELS);
  const auto pixels = arguments.elements<uint8_t>(3, "crop", cropSize.area() * CHANNELS);
  const auto mask = arguments.elements<uint8_t>(4, "mask", cropSize.area());
  arguments.refuseOverlap(picture, "picture", pixels, "crop");
  arguments.refuseOverlap(picture, "picture", mask, "mask");

  const Crop crop{pixels.data, mask.data, cropSize};
  for (int32_t y = rectangle.y; y < rectangle.bottom(); ++y) {
    const Line line = mappedRow(pictureToCrop, rectangle.x + 0.5, y + 0.5);
    uint8_t* target = picture.data + (ptrdiff_t{y} * size.width + rectangle.x) * CHANNELS;
    const Range touched = rangeWithin(line, rectangle.width, -1.0, cropSize.width, cropSize.height);
    const Range inside =
        rangeWithin(line, rectangle.width, 0.0, cropSize.width - 1.0, cropSize.height - 1.0);
    if (inside.begin == inside.end) {
      pasteAtEdge(crop, line, touched, target);
    } else {
      pasteAtEdge(crop, line, {touched.begin, inside.begin}, target);
      for (int32_t begin = inside.begin; begin < inside.end; begin += CHUNK) {
        pasteInside(crop, line, {begin, std::min(begin + CHUNK, inside.end)}, target);
      }
      pasteAtEdge(crop, line, {inside.end, touched.end}, target);
    }
  }
}

}  // namespace

void registerPaste(Napi::Env env, Napi::Object exports) {
  registerFunction<pasteMasked>(env, exports, "pasteMasked");
}

}  // namespace mirage
