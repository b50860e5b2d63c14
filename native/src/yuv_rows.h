// The arithmetic of YUV conversions, row by row over plain pointers. Used by yuv.cc.
#pragma once

#include <cstdint>

namespace mirage {

/** Pairs of pixels worked on at a time; their unpacked values stay in the L1 cache. */
constexpr int32_t YUV_CHUNK = 128;

/** How a YUV picture stores colour. Luma weights: ITU-R BT.601-7 and BT.709-6. */
struct YuvEncoding {
  bool isBt709;
  bool isFullRange;
};

/** Coefficients from code values to RGB; fixed-point with 16 fraction bits. */
struct YuvDecoder {
  int32_t luma;
  /** Added to every channel: the code of black, and one half for rounding. */
  int32_t base;
  int32_t redFromV;
  int32_t greenFromU;
  int32_t greenFromV;
  int32_t blueFromU;

  explicit YuvDecoder(const YuvEncoding& encoding);
};

/** Coefficients from RGB to code values; fixed-point with 16 fraction bits. */
struct YuvEncoder {
  struct Weights {
    int32_t red;
    int32_t green;
    int32_t blue;
  };
  Weights toY;
  Weights toU;
  Weights toV;
  int32_t black;

  explicit YuvEncoder(const YuvEncoding& encoding);
};

/** Up to 2 · YUV_CHUNK pixels to RGBA; pixel i has the chroma of u[i / 2] and v[i / 2]. */
void decodePixels(const uint8_t* y, const uint8_t* u, const uint8_t* v, int32_t pixels,
                  const YuvDecoder& decoder, uint8_t* rgba);

/** The luma of a row of RGBA. */
void encodeLuma(const uint8_t* rgba, int32_t pixels, const YuvEncoder& encoder, uint8_t* y);

/** One U and V per 2x2 block of a pair of RGBA rows; a last odd column makes a block of its own. */
void encodeChroma(const uint8_t* top, const uint8_t* bottom, int32_t pixels,
                  const YuvEncoder& encoder, uint8_t* u, uint8_t* v);

/** source[2i] to first[i], source[2i + 1] to second[i]. */
void unzip(const uint8_t* source, int32_t pairs, uint8_t* first, uint8_t* second);

/** first[i] to target[2i], second[i] to target[2i + 1]. */
void zip(const uint8_t* first, const uint8_t* second, int32_t pairs, uint8_t* target);

}  // namespace mirage
