// Waiting for a descriptor on the event loop of the JavaScript thread. Used by v4l2_capture.cc.
#pragma once

#include <napi.h>

#include <functional>
#include <memory>

namespace mirage {

/** Tells, on the thread it was made on, whenever a descriptor can be read. */
class EventLoopPoll {
 public:
  /** @param status 0, or a libuv error; after an error nothing more is told. */
  using Listener = std::function<void(int status)>;

  /**
   * The descriptor must stay open until this is destroyed.
   *
   * @throws Napi::Error when the descriptor cannot be waited for.
   */
  EventLoopPoll(Napi::Env env, int descriptor, Listener listener);
  /** Allowed from within the listener. */
  ~EventLoopPoll();
  EventLoopPoll(const EventLoopPoll&) = delete;
  EventLoopPoll& operator=(const EventLoopPoll&) = delete;

 private:
  struct Watch;
  std::shared_ptr<Watch> watch_;
};

}  // namespace mirage
