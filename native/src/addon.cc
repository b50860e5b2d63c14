// The addon's entry. Wrapped by src-main/base/addon.ts.
#include "registration.h"

namespace {

#if defined(MIRAGE_NATIVE_SCALAR)
constexpr const char* BUILD = "scalar";
#elif defined(MIRAGE_NATIVE_SANITIZE)
constexpr const char* BUILD = "sanitize";
#else
constexpr const char* BUILD = "vector";
#endif

Napi::Object initialise(Napi::Env env, Napi::Object exports) {
  exports.Set("build", BUILD);
  mirage::registerBlur(env, exports);
  mirage::registerLetterbox(env, exports);
  mirage::registerMesh(env, exports);
  mirage::registerObsQueue(env, exports);
  mirage::registerPaste(env, exports);
  mirage::registerPlace(env, exports);
  mirage::registerScale(env, exports);
  mirage::registerWarp(env, exports);
  mirage::registerYuv(env, exports);
#if defined(__linux__)
  mirage::registerV4l2(env, exports);
#endif
  return exports;
}

}  // namespace

NODE_API_MODULE(mirage, initialise)
