// Waiting for a descriptor on the event loop of the JavaScript thread. Used by v4l2_capture.cc.
#include "event_loop_poll.h"

#include <node_api.h>
#include <uv.h>

#include <memory>
#include <utility>

namespace mirage {

/**
 * What the event loop knows. The loop shares it until it has let go of the handle. When a worker is
 * terminated while its owner still lives, the handle ends with the environment: Node aborts when a
 * loop is left with open handles.
 */
struct EventLoopPoll::Watch {
  uv_poll_t handle{};
  Listener listener;
  napi_async_cleanup_hook_handle hook = nullptr;
  std::shared_ptr<Watch> loopsShare;

  /**
   * Begins to wait, anew each time. A driver may register a waiting epoll only while nothing is
   * ready (v4l2loopback 0.12), and epoll asks it once, when the descriptor is added: added while a
   * picture waits it would hear of no other. Starting again removes and adds the descriptor.
   */
  void start() {
    uv_poll_start(&handle, UV_READABLE | UV_DISCONNECT, [](uv_poll_t* ready, int error, int) {
      auto* watch = static_cast<Watch*>(ready->data);
      if (error == 0) watch->start();
      watch->listener(error);
    });
  }

  /** Harmless when it is closing or closed. */
  void close() {
    auto* base = reinterpret_cast<uv_handle_t*>(&handle);
    if (uv_is_closing(base)) return;
    uv_close(base, [](uv_handle_t* closed) {
      auto* watch = static_cast<Watch*>(closed->data);
      napi_remove_async_cleanup_hook(watch->hook);
      watch->loopsShare.reset();
    });
  }
};

EventLoopPoll::EventLoopPoll(Napi::Env env, int descriptor, Listener listener)
    : watch_(std::make_shared<Watch>()) {
  uv_loop_t* loop = nullptr;
  napi_get_uv_event_loop(env, &loop);
  watch_->listener = std::move(listener);
  watch_->handle.data = watch_.get();
  const int status = uv_poll_init(loop, &watch_->handle, descriptor);
  if (status != 0) throw Napi::Error::New(env, uv_strerror(status));
  watch_->loopsShare = watch_;

  const auto endWithEnvironment = [](napi_async_cleanup_hook_handle, void* argument) {
    static_cast<Watch*>(argument)->close();
  };
  napi_add_async_cleanup_hook(env, endWithEnvironment, watch_.get(), &watch_->hook);
  watch_->start();
}

EventLoopPoll::~EventLoopPoll() {
  watch_->close();
}

}  // namespace mirage
