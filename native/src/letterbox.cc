// A whole picture scaled into a network's input. Wrapped by src-main/base/addon.ts.
#include <algorithm>
#include <cmath>
#include <cstddef>

#include "arguments.h"
#include "normalisation.h"
#include "registration.h"
#include "span.h"
#include "vectorise.h"

namespace mirage {

namespace {

constexpr int COLOURS = 3;

/** Interleaved RGBA into three planes `planeLength` apart (R, G, B). */
MIRAGE_VECTORISED void writeRow(const float* MIRAGE_RESTRICT rgba, int32_t count,
                                const Normalisation& normalisation, float* MIRAGE_RESTRICT target,
                                ptrdiff_t planeLength) {
  const Normalisation by = normalisation;
  for (int c = 0; c < COLOURS; ++c) {
    float* plane = target + c * planeLength;
    for (int32_t i = 0; i < count; ++i) plane[i] = by.apply(rgba[4 * i + c]);
  }
}

/** Black where the picture does not reach: right of its `width` columns and below its rows. */
void blackRow(float* plane, int32_t from, int32_t to, ptrdiff_t planeLength, float black) {
  for (int c = 0; c < COLOURS; ++c)
    std::fill(plane + c * planeLength + from, plane + c * planeLength + to, black);
}

void letterboxToTensor(const Napi::CallbackInfo& info) {
  const Arguments arguments(info);
  const Size size = arguments.size(1);
  const Normalisation normalisation{static_cast<float>(arguments.finite(3, "scale")),
                                    static_cast<float>(arguments.finite(4, "offset"))};
  const Size tensorSize = arguments.size(6, "tensorWidth", "tensorHeight");
  const auto source = arguments.elements<uint8_t>(0, "source", size.area() * 4);
  const auto tensor = arguments.elements<float>(5, "tensor", tensorSize.area() * COLOURS);
  arguments.refuseOverlap(tensor, "tensor", source, "source");

  // The scale stays exact; only the count of covered pixels is rounded. Points found in the tensor
  // therefore map back to the picture by one division.
  const double step = std::max(static_cast<double>(size.width) / tensorSize.width,
                               static_cast<double>(size.height) / tensorSize.height);
  const auto covered = [step](int32_t length, int32_t most) {
    return std::clamp(static_cast<int32_t>(std::lround(length / step)), 1, most);
  };
  RowScaler scaler(source.data, size.width, size,
                   spansAlong(size.width, covered(size.width, tensorSize.width), step),
                   spansAlong(size.height, covered(size.height, tensorSize.height), step));
  const ptrdiff_t planeLength = static_cast<ptrdiff_t>(tensorSize.area());
  for (int32_t y = 0; y < tensorSize.height; ++y) {
    float* target = tensor.data + ptrdiff_t{y} * tensorSize.width;
    int32_t written = 0;
    if (y < scaler.targetHeight()) {
      written = scaler.targetWidth();
      writeRow(scaler.row(y), written, normalisation, target, planeLength);
    }
    blackRow(target, written, tensorSize.width, planeLength, normalisation.offset);
  }
}

}  // namespace

void registerLetterbox(Napi::Env env, Napi::Object exports) {
  registerFunction<letterboxToTensor>(env, exports, "letterboxToTensor");
}

}  // namespace mirage
