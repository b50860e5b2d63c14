#include "named_memory.h"

#ifdef _WIN32

#include <windows.h>

namespace mirage {

namespace {

NamedMemoryError failureOf(const char* call) {
  return {"EIO", std::string(call) + " failed with error " + std::to_string(GetLastError())};
}

}  // namespace

NamedMemory::NamedMemory(const wchar_t* name, int64_t bytes) {
  handle_ = CreateFileMappingW(INVALID_HANDLE_VALUE, nullptr, PAGE_READWRITE,
                               static_cast<DWORD>(bytes >> 32), static_cast<DWORD>(bytes), name);
  if (handle_ == nullptr) throw failureOf("CreateFileMapping");
  // Asked at once, so that of two writers that come at the same time only one gets it.
  if (GetLastError() == ERROR_ALREADY_EXISTS) {
    CloseHandle(handle_);
    throw NamedMemoryError{"EEXIST", "another process has shared memory of that name"};
  }
  data_ = static_cast<uint8_t*>(MapViewOfFile(handle_, FILE_MAP_ALL_ACCESS, 0, 0, 0));
  if (data_ == nullptr) {
    const NamedMemoryError failure = failureOf("MapViewOfFile");
    CloseHandle(handle_);
    throw failure;
  }
}

NamedMemory::~NamedMemory() {
  UnmapViewOfFile(data_);
  CloseHandle(handle_);
}

}  // namespace mirage

#else

namespace mirage {

NamedMemory::NamedMemory(const wchar_t*, int64_t) {
  throw NamedMemoryError{"ENOSYS", "named memory of this kind is Windows's own"};
}

NamedMemory::~NamedMemory() = default;

}  // namespace mirage

#endif
