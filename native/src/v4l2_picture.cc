// How pictures lie in a driver's memory, and what their numbers mean as colours.
#include "v4l2_picture.h"

#include <algorithm>
#include <cstring>

namespace mirage::v4l2 {

namespace {

/** In the order of PixelFormat. */
constexpr std::array<uint32_t, 4> FOURCCS{V4L2_PIX_FMT_YUV420, V4L2_PIX_FMT_NV12, V4L2_PIX_FMT_YUYV,
                                          V4L2_PIX_FMT_MJPEG};

}  // namespace

uint32_t fourccOf(PixelFormat format) {
  return FOURCCS[static_cast<size_t>(format)];
}

std::optional<PixelFormat> pixelFormatOf(uint32_t fourcc) {
  const auto found = std::find(FOURCCS.begin(), FOURCCS.end(), fourcc);
  if (found == FOURCCS.end()) return std::nullopt;
  return static_cast<PixelFormat>(found - FOURCCS.begin());
}

std::string fourccText(uint32_t fourcc) {
  std::string text;
  // The highest bit is a flag for big-endian variants, not part of the letter.
  for (int shift = 0; shift < 32; shift += 8) {
    text += static_cast<char>((fourcc >> shift) & 0x7f);
  }
  return text;
}

Layout::Layout(PixelFormat format, int32_t width, int32_t height, uint32_t bytesPerLine) {
  const size_t columns = static_cast<size_t>(width);
  const size_t rows = static_cast<size_t>(height);
  const size_t firstRow = format == PixelFormat::yuyv ? columns * 2 : columns;
  const size_t stride = std::max<size_t>(bytesPerLine, firstRow);
  planes_.push_back({rows, firstRow, stride});
  if (format == PixelFormat::nv12) {
    planes_.push_back({rows / 2, columns, stride});
  } else if (format == PixelFormat::i420) {
    // Both chroma planes, one behind the other.
    planes_.push_back({rows, columns / 2, stride / 2});
  }

  for (const Plane& plane : planes_) {
    packedBytes_ += plane.rows * plane.rowBytes;
    paddedBytes_ += plane.rows * plane.stride;
  }
  paddedBytes_ -= planes_.back().stride - planes_.back().rowBytes;
}

void Layout::copyPacked(const uint8_t* source, uint8_t* target) const {
  for (const Plane& plane : planes_) {
    if (plane.stride == plane.rowBytes) {
      std::memcpy(target, source, plane.rows * plane.rowBytes);
    } else {
      for (size_t row = 0; row < plane.rows; ++row) {
        std::memcpy(target + row * plane.rowBytes, source + row * plane.stride, plane.rowBytes);
      }
    }
    source += plane.rows * plane.stride;
    target += plane.rows * plane.rowBytes;
  }
}

size_t pictureBytes(PixelFormat format, int32_t width, int32_t height) {
  const size_t pixels = static_cast<size_t>(width) * static_cast<size_t>(height);
  const bool isHalfChroma = format == PixelFormat::i420 || format == PixelFormat::nv12;
  return isHalfChroma ? pixels * 3 / 2 : pixels * 2;
}

Colours coloursOf(const v4l2_pix_format& format) {
  const bool isExtended = format.priv == V4L2_PIX_FMT_PRIV_MAGIC;
  uint32_t encoding = isExtended ? format.ycbcr_enc : uint32_t{V4L2_YCBCR_ENC_DEFAULT};
  uint32_t quantisation = isExtended ? format.quantization : uint32_t{V4L2_QUANTIZATION_DEFAULT};
  if (encoding == V4L2_YCBCR_ENC_DEFAULT) {
    encoding = V4L2_MAP_YCBCR_ENC_DEFAULT(format.colorspace);
  }
  if (quantisation == V4L2_QUANTIZATION_DEFAULT) {
    quantisation = V4L2_MAP_QUANTIZATION_DEFAULT(false, format.colorspace, encoding);
  }
  const bool isBt601 = encoding == V4L2_YCBCR_ENC_601 || encoding == V4L2_YCBCR_ENC_XV601;
  return {isBt601 ? "bt601" : "bt709",
          quantisation == V4L2_QUANTIZATION_FULL_RANGE ? "full" : "limited"};
}

}  // namespace mirage::v4l2
