#include "nv12.h"

#include <cstddef>
#include <cstring>

#include "yuv_rows.h"

namespace mirage {

void nv12FromI420(const uint8_t* source, Size size, uint8_t* target) {
  const int64_t luma = size.area();
  const int64_t chroma = luma / 4;
  std::memcpy(target, source, static_cast<size_t>(luma));
  zip(source + luma, source + luma + chroma, static_cast<int32_t>(chroma), target + luma);
}

void nv12FromYuyv(const uint8_t* source, Size size, uint8_t* target) {
  const ptrdiff_t width = size.width;
  uint8_t* chroma = target + size.area();
  for (int32_t row = 0; row < size.height; row += 2) {
    const uint8_t* top = source + row * width * 2;
    const uint8_t* bottom = top + width * 2;
    uint8_t* upper = target + row * width;
    uint8_t* lower = upper + width;
    for (ptrdiff_t i = 0; i < width; ++i) {
      upper[i] = top[2 * i];
      lower[i] = bottom[2 * i];
      chroma[i] = static_cast<uint8_t>((top[2 * i + 1] + bottom[2 * i + 1] + 1) / 2);
    }
    chroma += width;
  }
}

}  // namespace mirage
