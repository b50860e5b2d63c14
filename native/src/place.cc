// A part of one picture into a part of another. Wrapped by src-main/base/addon.ts.
#include <algorithm>
#include <array>
#include <cstddef>
#include <cstring>
#include <utility>
#include <vector>

#include "arguments.h"
#include "registration.h"
#include "span.h"
#include "vectorise.h"

namespace mirage {

namespace {

constexpr std::array<const char*, 2> DIRECTIONS = {"straight", "mirrored"};
constexpr ptrdiff_t PIXEL_BYTES = 4;

/** Copies whole pixels from right to left; byte-wise, for views may begin at any address. */
MIRAGE_VECTORISED void mirrorRow(const uint8_t* MIRAGE_RESTRICT source, ptrdiff_t pixels,
                                 uint8_t* MIRAGE_RESTRICT target) {
  for (ptrdiff_t x = 0; x < pixels; ++x) {
    uint32_t pixel;
    std::memcpy(&pixel, source + (pixels - 1 - x) * PIXEL_BYTES, sizeof pixel);
    std::memcpy(target + x * PIXEL_BYTES, &pixel, sizeof pixel);
  }
}

/** The first pixel of a row of a rectangle. */
template <typename Byte>
Byte* rowOf(Byte* pixels, Size picture, const Rectangle& rectangle, int32_t row) {
  return pixels + ((ptrdiff_t{rectangle.y} + row) * picture.width + rectangle.x) * PIXEL_BYTES;
}

std::vector<Span> spansFor(int32_t from, int32_t to) {
  return spansAlong(from, to, static_cast<double>(from) / to);
}

void placeRgba(const Napi::CallbackInfo& info) {
  const Arguments arguments(info);
  const Size size = arguments.size(1);
  const Size targetSize = arguments.size(5, "targetWidth", "targetHeight");
  const bool isMirrored = arguments.choice(8, "direction", DIRECTIONS) == 1;
  const Rectangle part = arguments.rectangle(3, "part", size);
  const Rectangle place = arguments.rectangle(7, "place", targetSize);
  const auto source = arguments.elements<uint8_t>(0, "source", size.area() * PIXEL_BYTES);
  const auto target = arguments.elements<uint8_t>(4, "target", targetSize.area() * PIXEL_BYTES);
  arguments.refuseOverlap(target, "target", source, "source");

  if (part.width == place.width && part.height == place.height) {
    for (int32_t y = 0; y < place.height; ++y) {
      const uint8_t* from = rowOf(source.data, size, part, y);
      uint8_t* to = rowOf(target.data, targetSize, place, y);
      if (isMirrored) {
        mirrorRow(from, place.width, to);
      } else {
        std::memcpy(to, from, place.width * PIXEL_BYTES);
      }
    }
    return;
  }
  auto columns = spansFor(part.width, place.width);
  if (isMirrored) std::reverse(columns.begin(), columns.end());
  RowScaler scaler(rowOf(source.data, size, part, 0), size.width, {part.width, part.height},
                   std::move(columns), spansFor(part.height, place.height));
  for (int32_t y = 0; y < place.height; ++y) {
    scaler.roundedRow(y, rowOf(target.data, targetSize, place, y));
  }
}

}  // namespace

void registerPlace(Napi::Env env, Napi::Object exports) {
  registerFunction<placeRgba>(env, exports, "placeRgba");
}

}  // namespace mirage
