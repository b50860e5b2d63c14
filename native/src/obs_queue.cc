// The writing end of OBS Virtual Camera's queue. Wrapped by src-main/base/obs-queue-addon.ts.
#include <array>
#include <memory>

#include "arguments.h"
#include "named_memory.h"
#include "obs_queue_writer.h"
#include "registration.h"

#ifdef _WIN32
#include <windows.h>
#endif

namespace mirage {

namespace {

constexpr const wchar_t* QUEUE_NAME = L"OBSVirtualCamVideo";
constexpr std::array<const char*, 2> LAYOUTS = {"i420", "yuyv"};

/** Of 2 · 8192² pixels and more the offsets in the queue's header could not tell. */
constexpr int32_t MAXIMUM_QUEUE_SIDE = 8192;

/** Above any time that a steady clock tells, below where a double is no whole number of ns. */
constexpr double MAXIMUM_TIME_MS = 9e9;

Size evenSize(const Arguments& arguments, size_t index) {
  const int32_t width = arguments.whole(index, "width", 2, MAXIMUM_QUEUE_SIDE);
  const int32_t height = arguments.whole(index + 1, "height", 2, MAXIMUM_QUEUE_SIDE);
  if (width % 2 != 0) arguments.refuseValue("width", "must be even");
  if (height % 2 != 0) arguments.refuseValue("height", "must be even");
  return {width, height};
}

/** new ObsQueue(width, height, interval, memory) */
class ObsQueue : public Napi::ObjectWrap<ObsQueue> {
 public:
  static Napi::Function define(Napi::Env env) {
    return DefineClass(
        env, "ObsQueue",
        {InstanceMethod<&ObsQueue::write>("write"), InstanceMethod<&ObsQueue::close>("close")});
  }

  explicit ObsQueue(const Napi::CallbackInfo& info)
      : Napi::ObjectWrap<ObsQueue>(info), writer_(evenSize(Arguments(info), 0)) {
    const Arguments arguments(info);
    const int32_t interval = arguments.whole(2, "interval", 1, INT32_MAX);
    if (arguments.isAbsent(3)) {
      openNamedMemory(info.Env());
    } else {
      keepGivenMemory(arguments, info[3]);
    }
    writer_.begin(memory(info.Env()), static_cast<uint64_t>(interval));
    isOpen_ = true;
  }

  ~ObsQueue() override {
    // Given memory may be gone by now; the named one is this object's own.
    if (isOpen_ && named_ != nullptr) writer_.end(named_->data());
  }

 private:
  void write(const Napi::CallbackInfo& info) {
    const Arguments arguments(info);
    if (!isOpen_) throw Napi::Error::New(info.Env(), "the queue is closed");
    const auto layout = static_cast<QueuePicture>(arguments.choice(1, "pixelFormat", LAYOUTS));
    const double timeMs = arguments.finite(2, "timeMs");
    if (timeMs < 0 || timeMs > MAXIMUM_TIME_MS) {
      arguments.refuseValue("timeMs", "must be 0 or more milliseconds of a steady clock");
    }
    const auto picture = arguments.elements<uint8_t>(0, "picture", writer_.pictureBytes(layout));
    const View<uint8_t> target{memory(info.Env()), static_cast<size_t>(writer_.bytes())};
    arguments.refuseOverlap(target, "memory", picture, "picture");
    writer_.write(target.data, picture.data, layout, static_cast<uint64_t>(timeMs * 1e6));
  }

  void close(const Napi::CallbackInfo& info) {
    if (!isOpen_) return;
    isOpen_ = false;
    writer_.end(memory(info.Env()));
    named_.reset();
    given_.Reset();
  }

  void openNamedMemory(Napi::Env env) {
    try {
      named_ = std::make_unique<NamedMemory>(QUEUE_NAME, writer_.bytes());
    } catch (const NamedMemoryError& failure) {
      const Napi::Error error = Napi::Error::New(env, failure.message);
      error.Set("code", Napi::String::New(env, failure.code));
      throw error;
    }
  }

  void keepGivenMemory(const Arguments& arguments, const Napi::Value& value) {
    const auto view = arguments.elements<uint8_t>(3, "memory", writer_.bytes());
    if (reinterpret_cast<uintptr_t>(view.data) % 8 != 0) {
      arguments.refuseValue("memory", "must begin at a multiple of 8 bytes");
    }
    given_ = Napi::Persistent(value.As<Napi::Uint8Array>());
  }

  /** Looked up at each use: given memory may have been detached in between. */
  uint8_t* memory(Napi::Env env) const {
    if (named_ != nullptr) return named_->data();
    Napi::Uint8Array given = given_.Value();
    if (given.ByteLength() != static_cast<size_t>(writer_.bytes())) {
      throw Napi::RangeError::New(env, "memory has been taken away");
    }
    return given.Data();
  }

  ObsQueueWriter writer_;
  std::unique_ptr<NamedMemory> named_;
  Napi::Reference<Napi::Uint8Array> given_;
  bool isOpen_ = false;
};

/** By the class that its DirectShow filter registers, the same in every version. */
Napi::Value isObsCameraInstalled(const Napi::CallbackInfo& info) {
#ifdef _WIN32
  HKEY key;
  const LSTATUS status = RegOpenKeyExW(
      HKEY_CLASSES_ROOT, L"CLSID\\{A3FCE0F5-3493-419F-958A-ABA1250EC20B}", 0, KEY_READ, &key);
  if (status == ERROR_SUCCESS) RegCloseKey(key);
  return Napi::Boolean::New(info.Env(), status == ERROR_SUCCESS);
#else
  return Napi::Boolean::New(info.Env(), false);
#endif
}

}  // namespace

void registerObsQueue(Napi::Env env, Napi::Object exports) {
  exports.Set("ObsQueue", ObsQueue::define(env));
  exports.Set("isObsCameraInstalled",
              Napi::Function::New<isObsCameraInstalled>(env, "isObsCameraInstalled"));
}

}  // namespace mirage
