// The arithmetic of YUV conversions. Used by yuv.cc.
#include "yuv_rows.h"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstring>

#include "vectorise.h"

namespace mirage {

namespace {

/** Rounding the coefficients to this many bits puts a whole sum at most 0.01 levels off. */
constexpr int FRACTION_BITS = 16;
constexpr int32_t ONE = 1 << FRACTION_BITS;
constexpr int32_t HALF = ONE / 2;

int32_t fixedPoint(double value) {
  return static_cast<int32_t>(std::lround(value * ONE));
}

/** The figures behind an encoding. */
struct Figures {
  double red;
  double green;
  double blue;
  /** Code values per level of luma and of chroma, and the code of black. */
  double lumaGain;
  double chromaGain;
  int32_t black;

  explicit Figures(const YuvEncoding& encoding)
      : red(encoding.isBt709 ? 0.2126 : 0.299),
        green(encoding.isBt709 ? 0.7152 : 0.587),
        blue(encoding.isBt709 ? 0.0722 : 0.114),
        lumaGain(encoding.isFullRange ? 1.0 : 219.0 / 255.0),
        chromaGain(encoding.isFullRange ? 1.0 : 224.0 / 255.0),
        black(encoding.isFullRange ? 0 : 16) {}
};

/** Green takes the rounding of the other two, so that grey stays exactly grey. */
YuvEncoder::Weights weightsSummingTo(int32_t sum, double red, double blue) {
  const int32_t fixedRed = fixedPoint(red);
  const int32_t fixedBlue = fixedPoint(blue);
  return {fixedRed, sum - fixedRed - fixedBlue, fixedBlue};
}

MIRAGE_INLINE int32_t weigh(const YuvEncoder::Weights& by, int32_t red, int32_t green,
                            int32_t blue) {
  return by.red * red + by.green * green + by.blue * blue;
}

MIRAGE_INLINE uint32_t levelOf(int32_t fixed) {
  return static_cast<uint32_t>(std::clamp(fixed >> FRACTION_BITS, 0, 255));
}

MIRAGE_INLINE uint32_t pixelAt(const uint8_t* rgba, int32_t index) {
  uint32_t pixel;
  std::memcpy(&pixel, rgba + 4 * index, 4);
  return pixel;
}

/** Whole 2x2 blocks, from the sums of their channels. */
MIRAGE_VECTORISED void encodeBlocks(const uint8_t* MIRAGE_RESTRICT top,
                                    const uint8_t* MIRAGE_RESTRICT bottom, int32_t blocks,
                                    const YuvEncoder& encoder, uint8_t* MIRAGE_RESTRICT u,
                                    uint8_t* MIRAGE_RESTRICT v) {
  const YuvEncoder by = encoder;
  constexpr int SUM_BITS = FRACTION_BITS + 2;
  constexpr int32_t BASE = (128 << SUM_BITS) + (1 << (SUM_BITS - 1));
  constexpr uint32_t RED_AND_BLUE = 0x00ff00ff;
  for (int32_t i = 0; i < blocks; ++i) {
    const uint32_t a = pixelAt(top, 2 * i);
    const uint32_t b = pixelAt(top, 2 * i + 1);
    const uint32_t c = pixelAt(bottom, 2 * i);
    const uint32_t d = pixelAt(bottom, 2 * i + 1);
    // Red and blue are summed side by side in one word: four bytes need ten bits of sixteen.
    const uint32_t redBlue =
        (a & RED_AND_BLUE) + (b & RED_AND_BLUE) + (c & RED_AND_BLUE) + (d & RED_AND_BLUE);
    const int32_t red = redBlue & 0xffff;
    const int32_t blue = redBlue >> 16;
    const int32_t green = (a >> 8 & 0xff) + (b >> 8 & 0xff) + (c >> 8 & 0xff) + (d >> 8 & 0xff);
    // Full range reaches 255.5 at pure blue and pure red.
    u[i] =
        static_cast<uint8_t>(std::min((weigh(by.toU, red, green, blue) + BASE) >> SUM_BITS, 255));
    v[i] =
        static_cast<uint8_t>(std::min((weigh(by.toV, red, green, blue) + BASE) >> SUM_BITS, 255));
  }
}

}  // namespace

YuvDecoder::YuvDecoder(const YuvEncoding& encoding) {
  const Figures figures(encoding);
  const double vToRed = 2.0 * (1.0 - figures.red) / figures.chromaGain;
  const double uToBlue = 2.0 * (1.0 - figures.blue) / figures.chromaGain;
  luma = fixedPoint(1.0 / figures.lumaGain);
  base = HALF - luma * figures.black;
  redFromV = fixedPoint(vToRed);
  greenFromU = fixedPoint(-uToBlue * figures.blue / figures.green);
  greenFromV = fixedPoint(-vToRed * figures.red / figures.green);
  blueFromU = fixedPoint(uToBlue);
}

YuvEncoder::YuvEncoder(const YuvEncoding& encoding) {
  const Figures figures(encoding);
  const double half = 0.5 * figures.chromaGain;
  toY = weightsSummingTo(fixedPoint(figures.lumaGain), figures.red * figures.lumaGain,
                         figures.blue * figures.lumaGain);
  toU = weightsSummingTo(0, -half * figures.red / (1.0 - figures.blue), half);
  toV = weightsSummingTo(0, half, -half * figures.blue / (1.0 - figures.red));
  black = figures.black;
}

MIRAGE_VECTORISED void decodePixels(const uint8_t* MIRAGE_RESTRICT y,
                                    const uint8_t* MIRAGE_RESTRICT u,
                                    const uint8_t* MIRAGE_RESTRICT v, int32_t pixels,
                                    const YuvDecoder& decoder, uint8_t* MIRAGE_RESTRICT rgba) {
  const YuvDecoder by = decoder;
  int32_t red[2 * YUV_CHUNK];
  int32_t green[2 * YUV_CHUNK];
  int32_t blue[2 * YUV_CHUNK];
  const int32_t pairs = (pixels + 1) / 2;
  for (int32_t i = 0; i < pairs; ++i) {
    const int32_t cu = u[i] - 128;
    const int32_t cv = v[i] - 128;
    red[2 * i] = red[2 * i + 1] = by.base + by.redFromV * cv;
    green[2 * i] = green[2 * i + 1] = by.base + by.greenFromU * cu + by.greenFromV * cv;
    blue[2 * i] = blue[2 * i + 1] = by.base + by.blueFromU * cu;
  }
  for (int32_t i = 0; i < pixels; ++i) {
    const int32_t luma = by.luma * y[i];
    // One 32-bit store per pixel: four byte stores would cost the compiler a shuffle of each
    // channel.
    const uint32_t pixel = levelOf(luma + red[i]) | levelOf(luma + green[i]) << 8 |
                           levelOf(luma + blue[i]) << 16 | 0xff000000u;
    std::memcpy(rgba + 4 * i, &pixel, 4);
  }
}

MIRAGE_VECTORISED void encodeLuma(const uint8_t* MIRAGE_RESTRICT rgba, int32_t pixels,
                                  const YuvEncoder& encoder, uint8_t* MIRAGE_RESTRICT y) {
  const YuvEncoder by = encoder;
  const int32_t base = by.black * ONE + HALF;
  for (int32_t i = 0; i < pixels; ++i) {
    const uint32_t pixel = pixelAt(rgba, i);
    const int32_t luma = weigh(by.toY, pixel & 0xff, pixel >> 8 & 0xff, pixel >> 16 & 0xff);
    y[i] = static_cast<uint8_t>((luma + base) >> FRACTION_BITS);
  }
}

void encodeChroma(const uint8_t* top, const uint8_t* bottom, int32_t pixels,
                  const YuvEncoder& encoder, uint8_t* u, uint8_t* v) {
  const int32_t blocks = pixels / 2;
  encodeBlocks(top, bottom, blocks, encoder, u, v);
  if (pixels % 2 == 0) return;
  // The last column counts twice, which leaves the mean as it is.
  uint8_t lastTop[8];
  uint8_t lastBottom[8];
  for (int copy = 0; copy < 2; ++copy) {
    std::memcpy(lastTop + 4 * copy, top + ptrdiff_t{blocks} * 8, 4);
    std::memcpy(lastBottom + 4 * copy, bottom + ptrdiff_t{blocks} * 8, 4);
  }
  encodeBlocks(lastTop, lastBottom, 1, encoder, u + blocks, v + blocks);
}

MIRAGE_VECTORISED void unzip(const uint8_t* MIRAGE_RESTRICT source, int32_t pairs,
                             uint8_t* MIRAGE_RESTRICT first, uint8_t* MIRAGE_RESTRICT second) {
  for (int32_t i = 0; i < pairs; ++i) {
    first[i] = source[2 * i];
    second[i] = source[2 * i + 1];
  }
}

MIRAGE_VECTORISED void zip(const uint8_t* MIRAGE_RESTRICT first,
                           const uint8_t* MIRAGE_RESTRICT second, int32_t pairs,
                           uint8_t* MIRAGE_RESTRICT target) {
  for (int32_t i = 0; i < pairs; ++i) {
    target[2 * i] = first[i];
    target[2 * i + 1] = second[i];
  }
}

}  // namespace mirage
