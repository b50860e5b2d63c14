#include "obs_queue_writer.h"

#include <atomic>
#include <cstddef>
#include <cstring>
#include <new>

#include "nv12.h"

namespace mirage {

namespace {

constexpr uint32_t SLOTS = 3;
constexpr int64_t SLOT_ALIGNMENT = 32;
constexpr int64_t SLOT_HEADER_BYTES = 32;

enum QueueState : uint32_t { STARTING = 1, READY = 2, STOPPING = 3 };

/** At the beginning of the memory. Other processes read it while it is written. */
struct QueueHeader {
  std::atomic<uint32_t> writeCount;
  std::atomic<uint32_t> readCount;
  std::atomic<uint32_t> state;
  uint32_t slotOffsets[SLOTS];
  /** 0: video. There is no other. */
  uint32_t type;
  uint32_t width;
  uint32_t height;
  uint64_t interval;
  uint32_t reserved[8];
};

static_assert(std::atomic<uint32_t>::is_always_lock_free && sizeof(std::atomic<uint32_t>) == 4,
              "the header's words are plain 32-bit words to the other side");
static_assert(offsetof(QueueHeader, slotOffsets) == 12 && offsetof(QueueHeader, interval) == 40 &&
                  sizeof(QueueHeader) == 80,
              "the header is laid out as OBS compiles it");

int64_t aligned(int64_t bytes) {
  return (bytes + SLOT_ALIGNMENT - 1) / SLOT_ALIGNMENT * SLOT_ALIGNMENT;
}

QueueHeader& headerOf(uint8_t* memory) {
  return *std::launder(reinterpret_cast<QueueHeader*>(memory));
}

}  // namespace

int64_t ObsQueueWriter::pictureBytes(QueuePicture layout) const {
  return layout == QueuePicture::yuyv ? size_.area() * 2 : size_.area() / 2 * 3;
}

int64_t ObsQueueWriter::slotOffset(uint32_t slot) const {
  const int64_t slotBytes = aligned(SLOT_HEADER_BYTES + pictureBytes(QueuePicture::i420));
  return aligned(sizeof(QueueHeader)) + slot * slotBytes;
}

int64_t ObsQueueWriter::bytes() const {
  return slotOffset(SLOTS);
}

void ObsQueueWriter::begin(uint8_t* memory, uint64_t interval) {
  auto* header = new (memory) QueueHeader{};
  for (uint32_t slot = 0; slot < SLOTS; ++slot) {
    header->slotOffsets[slot] = static_cast<uint32_t>(slotOffset(slot));
  }
  header->width = static_cast<uint32_t>(size_.width);
  header->height = static_cast<uint32_t>(size_.height);
  header->interval = interval;
  header->state.store(STARTING, std::memory_order_release);
  count_ = 0;
}

void ObsQueueWriter::write(uint8_t* memory, const uint8_t* picture, QueuePicture layout,
                           uint64_t timeNs) {
  QueueHeader& header = headerOf(memory);
  count_ += 1;
  header.writeCount.store(count_, std::memory_order_release);
  uint8_t* slot = memory + slotOffset(count_ % SLOTS);
  std::memcpy(slot, &timeNs, sizeof timeNs);
  uint8_t* target = slot + SLOT_HEADER_BYTES;
  if (layout == QueuePicture::yuyv) {
    nv12FromYuyv(picture, size_, target);
  } else {
    nv12FromI420(picture, size_, target);
  }
  header.readCount.store(count_, std::memory_order_release);
  header.state.store(READY, std::memory_order_release);
}

void ObsQueueWriter::end(uint8_t* memory) const {
  headerOf(memory).state.store(STOPPING, std::memory_order_release);
}

}  // namespace mirage
