// Scaling RGBA pictures. Wrapped by src-main/base/addon.ts.
#include <cstddef>

#include "arguments.h"
#include "registration.h"
#include "span.h"

namespace mirage {

namespace {

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
  RowScaler scaler(source.data, size.width, size, spans(size.width, targetSize.width),
                   spans(size.height, targetSize.height));
  const ptrdiff_t rowBytes = ptrdiff_t{targetSize.width} * 4;
  for (int32_t y = 0; y < targetSize.height; ++y) {
    scaler.roundedRow(y, target.data + y * rowBytes);
  }
}

}  // namespace

void registerScale(Napi::Env env, Napi::Object exports) {
  registerFunction<scaleRgba>(env, exports, "scaleRgba");
}

}  // namespace mirage
