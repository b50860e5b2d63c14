// Conversions between RGBA and the YUV layouts of cameras and codecs.
// Wrapped by src-main/base/addon.ts.
#include <algorithm>
#include <array>
#include <cstddef>

#include "arguments.h"
#include "registration.h"
#include "yuv_rows.h"

namespace mirage {

namespace {

constexpr std::array<const char*, 2> MATRICES = {"bt601", "bt709"};
constexpr std::array<const char*, 2> RANGES = {"limited", "full"};

YuvEncoding encodingFrom(const Arguments& arguments, size_t index) {
  const bool isBt709 = arguments.choice(index, "matrix", MATRICES) == 1;
  const bool isFullRange = arguments.choice(index + 1, "range", RANGES) == 1;
  return {isBt709, isFullRange};
}

/** Planes of U and V in a 4:2:0 picture: half the size, rounded up. */
Size chromaSize(Size picture) {
  return {(picture.width + 1) / 2, (picture.height + 1) / 2};
}

int64_t lengthRgba(const Arguments&, Size size) {
  return size.area() * 4;
}

/** Bytes of a 4:2:0 picture, planar or semi-planar. */
int64_t length420(const Arguments&, Size size) {
  return size.area() + 2 * chromaSize(size).area();
}

/** Bytes of a YUYV picture, whose width is even. */
int64_t length422(const Arguments& arguments, Size size) {
  if (size.width % 2 != 0) arguments.refuseValue("width", "must be even for YUYV");
  return size.area() * 2;
}

using LengthOf = int64_t (*)(const Arguments&, Size);

/** The arguments of a conversion of whole pictures: source, width, height, matrix, range, target.
 */
struct Conversion {
  Size size;
  YuvEncoding encoding;
  const uint8_t* source;
  uint8_t* target;

  Conversion(const Napi::CallbackInfo& info, LengthOf sourceLength, LengthOf targetLength)
      : Conversion(Arguments(info), sourceLength, targetLength) {}

 private:
  Conversion(const Arguments& arguments, LengthOf sourceLength, LengthOf targetLength)
      : size(arguments.size(1)), encoding(encodingFrom(arguments, 3)) {
    const auto from = arguments.elements<uint8_t>(0, "source", sourceLength(arguments, size));
    const auto to = arguments.elements<uint8_t>(5, "target", targetLength(arguments, size));
    arguments.refuseOverlap(to, "target", from, "source");
    source = from.data;
    target = to.data;
  }
};

/** Calls `visit(pair, pairs, pixel, pixels)` for each chunk of a row of `width` pixels. */
template <typename Visit>
void forEachChunk(int32_t width, Visit visit) {
  for (int32_t pixel = 0; pixel < width; pixel += 2 * YUV_CHUNK) {
    const int32_t pixels = std::min(2 * YUV_CHUNK, width - pixel);
    visit(pixel / 2, (pixels + 1) / 2, pixel, pixels);
  }
}

void rgbaFromI420(const Napi::CallbackInfo& info) {
  const Conversion call(info, length420, lengthRgba);
  const YuvDecoder decoder(call.encoding);

  const Size chroma = chromaSize(call.size);
  const uint8_t* uPlane = call.source + call.size.area();
  const uint8_t* vPlane = uPlane + chroma.area();
  for (int32_t row = 0; row < call.size.height; ++row) {
    const ptrdiff_t luma = ptrdiff_t{row} * call.size.width;
    const ptrdiff_t pair = ptrdiff_t{row / 2} * chroma.width;
    forEachChunk(call.size.width, [&](int32_t firstPair, int32_t, int32_t pixel, int32_t pixels) {
      decodePixels(call.source + luma + pixel, uPlane + pair + firstPair, vPlane + pair + firstPair,
                   pixels, decoder, call.target + (luma + pixel) * 4);
    });
  }
}

void rgbaFromNv12(const Napi::CallbackInfo& info) {
  const Conversion call(info, length420, lengthRgba);
  const YuvDecoder decoder(call.encoding);

  const uint8_t* uvPlane = call.source + call.size.area();
  const ptrdiff_t uvStride = ptrdiff_t{chromaSize(call.size).width} * 2;
  uint8_t u[YUV_CHUNK];
  uint8_t v[YUV_CHUNK];
  for (int32_t row = 0; row < call.size.height; ++row) {
    const ptrdiff_t luma = ptrdiff_t{row} * call.size.width;
    const uint8_t* uv = uvPlane + row / 2 * uvStride;
    forEachChunk(call.size.width, [&](int32_t pair, int32_t pairs, int32_t pixel, int32_t pixels) {
      unzip(uv + ptrdiff_t{pair} * 2, pairs, u, v);
      decodePixels(call.source + luma + pixel, u, v, pixels, decoder,
                   call.target + (luma + pixel) * 4);
    });
  }
}

void rgbaFromYuyv(const Napi::CallbackInfo& info) {
  const Conversion call(info, length422, lengthRgba);
  const YuvDecoder decoder(call.encoding);

  uint8_t y[2 * YUV_CHUNK];
  uint8_t uv[2 * YUV_CHUNK];
  uint8_t u[YUV_CHUNK];
  uint8_t v[YUV_CHUNK];
  for (int32_t row = 0; row < call.size.height; ++row) {
    const ptrdiff_t first = ptrdiff_t{row} * call.size.width;
    forEachChunk(call.size.width, [&](int32_t, int32_t pairs, int32_t pixel, int32_t pixels) {
      unzip(call.source + (first + pixel) * 2, pixels, y, uv);
      unzip(uv, pairs, u, v);
      decodePixels(y, u, v, pixels, decoder, call.target + (first + pixel) * 4);
    });
  }
}

void i420FromRgba(const Napi::CallbackInfo& info) {
  const Arguments arguments(info);
  const Size size = arguments.size(1);
  const YuvEncoder encoder(encodingFrom(arguments, 3));
  const Rectangle part = arguments.rectangle(5, "rectangle", size);
  const auto isAligned = [](int32_t start, int32_t end, int32_t edge) {
    return start % 2 == 0 && (end % 2 == 0 || end == edge);
  };
  if (!isAligned(part.x, part.right(), size.width) ||
      !isAligned(part.y, part.bottom(), size.height)) {
    arguments.refuseValue(
        "rectangle", "must begin at even x and y and end at even ones or at the picture's edge");
  }
  const auto source = arguments.elements<uint8_t>(0, "source", lengthRgba(arguments, size));
  const auto target = arguments.elements<uint8_t>(6, "target", length420(arguments, size));
  arguments.refuseOverlap(target, "target", source, "source");

  const Size chroma = chromaSize(size);
  uint8_t* uPlane = target.data + size.area();
  uint8_t* vPlane = uPlane + chroma.area();
  for (int32_t row = part.y; row < part.bottom(); row += 2) {
    const int32_t secondRow = std::min(row + 1, size.height - 1);
    const ptrdiff_t top = ptrdiff_t{row} * size.width + part.x;
    const ptrdiff_t bottom = ptrdiff_t{secondRow} * size.width + part.x;
    const ptrdiff_t pair = ptrdiff_t{row / 2} * chroma.width + part.x / 2;
    encodeLuma(source.data + top * 4, part.width, encoder, target.data + top);
    if (secondRow != row) {
      encodeLuma(source.data + bottom * 4, part.width, encoder, target.data + bottom);
    }
    encodeChroma(source.data + top * 4, source.data + bottom * 4, part.width, encoder,
                 uPlane + pair, vPlane + pair);
  }
}

void nv12FromRgba(const Napi::CallbackInfo& info) {
  const Conversion call(info, lengthRgba, length420);
  const YuvEncoder encoder(call.encoding);

  uint8_t* uvPlane = call.target + call.size.area();
  const ptrdiff_t uvStride = ptrdiff_t{chromaSize(call.size).width} * 2;
  uint8_t u[YUV_CHUNK];
  uint8_t v[YUV_CHUNK];
  for (int32_t row = 0; row < call.size.height; ++row) {
    const ptrdiff_t luma = ptrdiff_t{row} * call.size.width;
    encodeLuma(call.source + luma * 4, call.size.width, encoder, call.target + luma);
    if (row % 2 == 1) continue;
    const uint8_t* top = call.source + luma * 4;
    const uint8_t* bottom = row + 1 < call.size.height ? top + ptrdiff_t{call.size.width} * 4 : top;
    uint8_t* uv = uvPlane + row / 2 * uvStride;
    forEachChunk(call.size.width, [&](int32_t pair, int32_t pairs, int32_t pixel, int32_t pixels) {
      encodeChroma(top + ptrdiff_t{pixel} * 4, bottom + ptrdiff_t{pixel} * 4, pixels, encoder, u,
                   v);
      zip(u, v, pairs, uv + ptrdiff_t{pair} * 2);
    });
  }
}

void yuyvFromRgba(const Napi::CallbackInfo& info) {
  const Conversion call(info, lengthRgba, length422);
  const YuvEncoder encoder(call.encoding);

  uint8_t y[2 * YUV_CHUNK];
  uint8_t uv[2 * YUV_CHUNK];
  uint8_t u[YUV_CHUNK];
  uint8_t v[YUV_CHUNK];
  for (int32_t row = 0; row < call.size.height; ++row) {
    const ptrdiff_t first = ptrdiff_t{row} * call.size.width;
    forEachChunk(call.size.width, [&](int32_t, int32_t pairs, int32_t pixel, int32_t pixels) {
      const uint8_t* rgba = call.source + (first + pixel) * 4;
      encodeLuma(rgba, pixels, encoder, y);
      encodeChroma(rgba, rgba, pixels, encoder, u, v);
      zip(u, v, pairs, uv);
      zip(y, uv, pixels, call.target + (first + pixel) * 2);
    });
  }
}

}  // namespace

void registerYuv(Napi::Env env, Napi::Object exports) {
  registerFunction<rgbaFromI420>(env, exports, "rgbaFromI420");
  registerFunction<rgbaFromNv12>(env, exports, "rgbaFromNv12");
  registerFunction<rgbaFromYuyv>(env, exports, "rgbaFromYuyv");
  registerFunction<i420FromRgba>(env, exports, "i420FromRgba");
  registerFunction<nv12FromRgba>(env, exports, "nv12FromRgba");
  registerFunction<yuyvFromRgba>(env, exports, "yuyvFromRgba");
}

}  // namespace mirage
