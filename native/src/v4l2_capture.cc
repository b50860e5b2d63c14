// The JavaScript class Capture: a camera. Wrapped by src-main/base/v4l2-addon.ts.
#include <cerrno>
#include <memory>
#include <string>

#include "arguments.h"
#include "event_loop_poll.h"
#include "v4l2_addon.h"
#include "v4l2_capture_stream.h"

namespace mirage::v4l2 {

namespace {

class Capture : public Napi::ObjectWrap<Capture> {
 public:
  static Napi::Function classOf(Napi::Env env) {
    return DefineClass(env, "Capture",
                       {
                           InstanceAccessor<&Capture::format>("format"),
                           InstanceAccessor<&Capture::captureTimeMs>("captureTimeMs"),
                           InstanceAccessor<&Capture::skipped>("skipped"),
                           InstanceAccessor<&Capture::damaged>("damaged"),
                           InstanceMethod<&Capture::listen>("listen"),
                           InstanceMethod<&Capture::take>("take"),
                           InstanceMethod<&Capture::close>("close"),
                       });
  }

  explicit Capture(const Napi::CallbackInfo& info) : Napi::ObjectWrap<Capture>(info) {
    const Arguments arguments(info);
    path_ = arguments.text(0, "path");
    CaptureWish wish{};
    wish.pixelFormat =
        static_cast<PixelFormat>(arguments.choice(1, "pixelFormat", PIXEL_FORMAT_NAMES));
    const Size size = arguments.size(2);
    wish.width = size.width;
    wish.height = size.height;
    wish.fps = rateArgument(arguments, 4);
    atBorder(info.Env(), [&] { stream_ = std::make_unique<CaptureStream>(path_, wish); });
  }

 private:
  Napi::Value format(const Napi::CallbackInfo& info) {
    const CaptureFormat& format = stream(info).format();
    Napi::Object result = Napi::Object::New(info.Env());
    result.Set("pixelFormat", nameOf(format.pixelFormat));
    result.Set("width", format.width);
    result.Set("height", format.height);
    result.Set("matrix", format.colours.matrix);
    result.Set("range", format.colours.range);
    result.Set("fps", format.fps);
    return result;
  }

  Napi::Value captureTimeMs(const Napi::CallbackInfo& info) {
    return Napi::Number::New(info.Env(), stream(info).captureTimeMs());
  }

  Napi::Value skipped(const Napi::CallbackInfo& info) {
    return Napi::Number::New(info.Env(), stream(info).skipped());
  }

  Napi::Value damaged(const Napi::CallbackInfo& info) {
    return Napi::Number::New(info.Env(), stream(info).damaged());
  }

  void listen(const Napi::CallbackInfo& info) {
    const Napi::Env env = info.Env();
    if (!info[0].IsFunction()) Arguments(info).refuseType("listener", "a function");
    CaptureStream& capture = stream(info);
    if (poll_) throw Napi::Error::New(env, "There is a listener.");
    listener_ = Napi::Persistent(info[0].As<Napi::Function>());
    poll_ = std::make_unique<EventLoopPoll>(env, capture.device().descriptor(),
                                            [this](int status) { tell(status); });
    // It lives while it may call, whether or not anybody still holds it.
    Ref();
  }

  Napi::Value take(const Napi::CallbackInfo& info) {
    const Arguments arguments(info);
    CaptureStream& capture = stream(info);
    const auto target =
        arguments.elements<uint8_t>(0, "target", static_cast<int64_t>(capture.pictureBytes()));
    const size_t bytes = atBorder(info.Env(), [&] { return capture.takeNewest(target.data); });
    return Napi::Number::New(info.Env(), static_cast<double>(bytes));
  }

  void close(const Napi::CallbackInfo&) {
    if (poll_) Unref();
    poll_.reset();
    stream_.reset();
    listener_.Reset();
  }

  /**
   * Called by the event loop, below which there is no JavaScript that could catch anything, and
   * perhaps none can run any more because the thread is being ended: so by Node-API's plain calls.
   */
  void tell(int status) {
    const Napi::Env env = Env();
    const Napi::HandleScope scope(env);
    napi_value argument = env.Undefined();
    if (status != 0) {
      // EPOLLERR and EPOLLHUP: the device is gone, or its driver has given up.
      try {
        argument = DeviceError(path_, "poll", ENODEV).forJavaScript(env).Value();
      } catch (const Napi::Error&) {
        return;  // The thread is being ended.
      }
    }
    // The listener may close this capture, which lets go of the function.
    const Napi::Function listener = listener_.Value();
    napi_value ignored;
    const napi_status called =
        napi_make_callback(env, nullptr, Value(), listener, 1, &argument, &ignored);
    napi_value thrown;
    if (called == napi_pending_exception &&
        napi_get_and_clear_last_exception(env, &thrown) == napi_ok) {
      napi_fatal_exception(env, thrown);
    }
  }

  CaptureStream& stream(const Napi::CallbackInfo& info) const {
    if (!stream_) throw DeviceError(path_, "closed", EBADF).forJavaScript(info.Env());
    return *stream_;
  }

  std::string path_;
  // Destroyed in reverse order: the poll before the descriptor it waits for.
  Napi::FunctionReference listener_;
  std::unique_ptr<CaptureStream> stream_;
  std::unique_ptr<EventLoopPoll> poll_;
};

}  // namespace

Napi::Function captureClass(Napi::Env env) {
  return Capture::classOf(env);
}

}  // namespace mirage::v4l2
