// Gathers Video4Linux under one name. Wrapped by src-main/base/v4l2-addon.ts.
#include "v4l2_addon.h"

#include "registration.h"

namespace mirage {

void registerV4l2(Napi::Env env, Napi::Object exports) {
  Napi::Object v4l2 = Napi::Object::New(env);
  v4l2.Set("describe", Napi::Function::New<v4l2::describe>(env, "describe"));
  v4l2.Set("Capture", v4l2::captureClass(env));
  v4l2.Set("Output", v4l2::outputClass(env));
  exports.Set("v4l2", v4l2);
}

}  // namespace mirage
