// Scaling RGBA pictures. Wrapped by src-main/base/addon.ts.
#include <cstddef>

#include "arguments.h"
#include "registration.h"
#include "span.h"
#include "vectorise.h"

namespace mirage {

namespace {

MIRAGE_VECTORISED void roundRow(const float* MIRAGE_RESTRICT source, int32_t count,
                                uint8_t* MIRAGE_RESTRICT target) {
  for (int32_t i = 0; i < count; ++i) {
    target[i] = static_cast<uint8_t>(static_cast<int32_t>(source[i] + 0.5f));
  }
}

void scaleRgba(const Napi::CallbackInfo& info) {
  const Arguments arguments(info);
  const Size size = arguments.size(1);
  const Size targetSize = arguments.size(4, "targetWidth", "targetHeight");
  const auto source = arguments.elements<uint8_t>(0, "source", size.area() * 4);
  const auto target = arguments.elements<uint8_t>(3, "target", targetSize.area() * 4);
  arguments.refuseOverlap(target, "target", source, "source");

  const auto spans = [](int32_t from, int32_t to) {
    return spansAlong(from, to, static_cast<double>(from) / to);
  };
  RowScaler scaler(source.data, size, spans(size.width, targetSize.width),
                   spans(size.height, targetSize.height));
  const int32_t rowBytes = targetSize.width * 4;
  for (int32_t y = 0; y < targetSize.height; ++y) {
    roundRow(scaler.row(y), rowBytes, target.data + ptrdiff_t{y} * rowBytes);
  }
}

}  // namespace

void registerScale(Napi::Env env, Napi::Object exports) {
  registerFunction<scaleRgba>(env, exports, "scaleRgba");
}

}  // namespace mirage
