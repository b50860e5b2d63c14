// What each kernel file adds to the addon. Wrapped by src-main/base/addon.ts.
#pragma once

#include <napi.h>

namespace mirage {

void registerBlur(Napi::Env env, Napi::Object exports);
void registerLetterbox(Napi::Env env, Napi::Object exports);
void registerMesh(Napi::Env env, Napi::Object exports);
void registerObsQueue(Napi::Env env, Napi::Object exports);
void registerPaste(Napi::Env env, Napi::Object exports);
void registerPlace(Napi::Env env, Napi::Object exports);
void registerScale(Napi::Env env, Napi::Object exports);
/** On Linux only. */
void registerV4l2(Napi::Env env, Napi::Object exports);
void registerWarp(Napi::Env env, Napi::Object exports);
void registerYuv(Napi::Env env, Napi::Object exports);

/** Exports one native function under its name in src-main/base/addon.ts. */
template <void (*function)(const Napi::CallbackInfo&)>
void registerFunction(Napi::Env env, Napi::Object exports, const char* name) {
  exports.Set(name, Napi::Function::New<function>(env, name));
}

}  // namespace mirage
