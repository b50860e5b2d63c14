// What the v4l2_*.cc files add to the addon. Wrapped by src-main/base/v4l2-addon.ts.
#pragma once

#include <napi.h>

namespace mirage::v4l2 {

Napi::Value describe(const Napi::CallbackInfo& info);
Napi::Function captureClass(Napi::Env env);
Napi::Function outputClass(Napi::Env env);

}  // namespace mirage::v4l2
