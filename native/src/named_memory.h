// Memory that other processes open by its name. Used by obs_queue.cc.
#pragma once

#include <cstdint>
#include <string>

namespace mirage {

/** Why memory could not be made: POSIX's name for the reason, and a sentence. */
struct NamedMemoryError {
  const char* code;
  std::string message;
};

/** Memory under a name of this login session; it goes when its last user does. */
class NamedMemory {
 public:
  /**
   * @throws NamedMemoryError EEXIST when some process has memory of that name, ENOSYS where there
   * is none of this kind (all but Windows), EIO.
   */
  NamedMemory(const wchar_t* name, int64_t bytes);
  ~NamedMemory();
  NamedMemory(const NamedMemory&) = delete;
  NamedMemory& operator=(const NamedMemory&) = delete;

  /** Aligned to a page. */
  uint8_t* data() const { return data_; }

 private:
  [[maybe_unused]] void* handle_ = nullptr;
  uint8_t* data_ = nullptr;
};

}  // namespace mirage
