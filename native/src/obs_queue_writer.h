// The shared-memory queue that feeds OBS Virtual Camera on Windows: its layout, and the writer's
// part of its protocol. Portable: it works on any memory. Used by obs_queue.cc.
//
// Facts of the protocol, which OBS Studio has kept since version 26: a header of 80 bytes, then
// three slots at multiples of 32, each 32 bytes of header (the picture's time first) and an NV12
// picture. The writer counts pictures up and fills slot (count mod 3); a reader takes the slot of
// the last finished count. A reader that sees the same count ten times running, or the state
// "stopping", lets go of the queue and shows its own placeholder.
#pragma once

#include <cstdint>

#include "geometry.h"

namespace mirage {

/** How the pictures handed to the writer lie in memory; both become NV12. */
enum class QueuePicture { i420, yuyv };

/** Fills one queue. Its memory is passed to each call: at least `bytes()`, aligned to 8 bytes. */
class ObsQueueWriter {
 public:
  /** Width and height are even. */
  explicit ObsQueueWriter(Size size) : size_(size) {}

  int64_t bytes() const;
  int64_t pictureBytes(QueuePicture layout) const;

  /**
   * Makes an empty queue; readers wait until the first picture is there.
   *
   * @param interval between two pictures, in units of 100 ns.
   */
  void begin(uint8_t* memory, uint64_t interval);

  /** @param timeNs of the picture, on any steady clock. */
  void write(uint8_t* memory, const uint8_t* picture, QueuePicture layout, uint64_t timeNs);

  /** Lets the readers go. */
  void end(uint8_t* memory) const;

 private:
  int64_t slotOffset(uint32_t slot) const;

  Size size_;
  uint32_t count_ = 0;
};

}  // namespace mirage
