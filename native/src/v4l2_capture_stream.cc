// A camera that streams into mapped buffers. Used by v4l2_capture.cc.
#include "v4l2_capture_stream.h"

#include <time.h>

#include <cerrno>
#include <cstring>

#include "arguments.h"

namespace mirage::v4l2 {

namespace {

/** One is filled, one waits, one is copied, one to spare for a late thread. */
constexpr uint32_t BUFFERS = 4;

double monotonicMs() {
  timespec now{};
  clock_gettime(CLOCK_MONOTONIC, &now);
  return static_cast<double>(now.tv_sec) * 1e3 + static_cast<double>(now.tv_nsec) / 1e6;
}

/** The driver's time where it can be one of CLOCK_MONOTONIC, else now. */
double captureTimeOf(const v4l2_buffer& buffer) {
  const double now = monotonicMs();
  if ((buffer.flags & V4L2_BUF_FLAG_TIMESTAMP_MASK) != V4L2_BUF_FLAG_TIMESTAMP_MONOTONIC) {
    return now;
  }
  const double stamp = static_cast<double>(buffer.timestamp.tv_sec) * 1e3 +
                       static_cast<double>(buffer.timestamp.tv_usec) / 1e3;
  return stamp > 0 && stamp < now ? stamp : now;
}

/** A JPEG file begins with its start-of-image mark. */
bool isJpeg(const uint8_t* bytes, size_t count) {
  return count > 2 && bytes[0] == 0xff && bytes[1] == 0xd8;
}

}  // namespace

CaptureStream::CaptureStream(const std::string& path, const CaptureWish& wish) : device_(path) {
  constexpr uint32_t NEEDED = V4L2_CAP_VIDEO_CAPTURE | V4L2_CAP_STREAMING;
  if ((device_.capability().device_caps & NEEDED) != NEEDED) {
    throw DeviceError(path, "capabilities", ENOTSUP, "it does not capture pictures");
  }
  negotiate(wish);
  start();
}

void CaptureStream::negotiate(const CaptureWish& wish) {
  v4l2_format request{};
  request.type = V4L2_BUF_TYPE_VIDEO_CAPTURE;
  v4l2_pix_format& pixels = request.fmt.pix;
  pixels.pixelformat = fourccOf(wish.pixelFormat);
  pixels.width = static_cast<uint32_t>(wish.width);
  pixels.height = static_cast<uint32_t>(wish.height);
  pixels.field = V4L2_FIELD_ANY;
  pixels.priv = V4L2_PIX_FMT_PRIV_MAGIC;
  device_.call(VIDIOC_S_FMT, "S_FMT", request);

  const auto pixelFormat = pixelFormatOf(pixels.pixelformat);
  const bool isSane = pixels.width >= 2 && pixels.width <= MAXIMUM_SIDE && pixels.height >= 2 &&
                      pixels.height <= MAXIMUM_SIDE;
  const bool isEven = pixels.width % 2 == 0 && pixels.height % 2 == 0;
  if (!pixelFormat || !isSane || (!isEven && *pixelFormat != PixelFormat::mjpeg)) {
    throw DeviceError(device_.path(), "format", EINVAL,
                      "it gives " + std::to_string(pixels.width) + "x" +
                          std::to_string(pixels.height) + " " + fourccText(pixels.pixelformat));
  }
  const int32_t width = static_cast<int32_t>(pixels.width);
  const int32_t height = static_cast<int32_t>(pixels.height);
  if (*pixelFormat != PixelFormat::mjpeg) {
    layout_.emplace(*pixelFormat, width, height, pixels.bytesperline);
  }
  format_ = {*pixelFormat, width, height, coloursOf(pixels), negotiateRate(wish.fps)};
}

/** Not every driver lets the rate be chosen, or knows it; then the wish is the best guess. */
double CaptureStream::negotiateRate(double fps) const {
  v4l2_streamparm request{};
  request.type = V4L2_BUF_TYPE_VIDEO_CAPTURE;
  if (device_.attempt(VIDIOC_G_PARM, request) != 0) return fps;
  if ((request.parm.capture.capability & V4L2_CAP_TIMEPERFRAME) != 0) {
    request.parm.capture.timeperframe = intervalOf(fps);
    device_.call(VIDIOC_S_PARM, "S_PARM", request);
  }
  const v4l2_fract& interval = request.parm.capture.timeperframe;
  if (interval.numerator == 0 || interval.denominator == 0) return fps;
  return static_cast<double>(interval.denominator) / interval.numerator;
}

size_t CaptureStream::pictureBytes() const {
  return v4l2::pictureBytes(format_.pixelFormat, format_.width, format_.height);
}

void CaptureStream::start() {
  buffers_ = std::make_unique<MappedBuffers>(device_, V4L2_BUF_TYPE_VIDEO_CAPTURE, BUFFERS,
                                             layout_ ? layout_->paddedBytes() : 1);
  for (uint32_t index = 0; index < buffers_->count(); ++index) enqueue(index);
  int type = V4L2_BUF_TYPE_VIDEO_CAPTURE;
  device_.call(VIDIOC_STREAMON, "STREAMON", type);
}

size_t CaptureStream::takeNewest(uint8_t* target) {
  const auto newest = dequeueNewest();
  if (!newest) return 0;
  const uint8_t* source = buffers_->data(newest->index);
  size_t bytes = newest->bytesused;
  if (layout_) {
    layout_->copyPacked(source, target);
    bytes = layout_->packedBytes();
  } else {
    std::memcpy(target, source, bytes);
  }
  captureTimeMs_ = captureTimeOf(*newest);
  enqueue(newest->index);
  return bytes;
}

std::optional<v4l2_buffer> CaptureStream::dequeueNewest() {
  std::optional<v4l2_buffer> newest;
  // A driver faster than this loop must not hold the thread.
  for (uint32_t taken = 0; taken < buffers_->count(); ++taken) {
    v4l2_buffer buffer{};
    buffer.type = V4L2_BUF_TYPE_VIDEO_CAPTURE;
    buffer.memory = V4L2_MEMORY_MMAP;
    const int error = device_.attempt(VIDIOC_DQBUF, buffer);
    if (error == EAGAIN) break;
    if (error != 0) throw DeviceError(device_.path(), "DQBUF", error);
    if (buffer.index >= buffers_->count()) throw DeviceError(device_.path(), "DQBUF", ERANGE);
    if (!isWhole(buffer)) {
      ++damaged_;
      enqueue(buffer.index);
      continue;
    }
    if (newest) {
      ++skipped_;
      enqueue(newest->index);
    }
    newest = buffer;
  }
  return newest;
}

bool CaptureStream::isWhole(const v4l2_buffer& buffer) const {
  if ((buffer.flags & V4L2_BUF_FLAG_ERROR) != 0) return false;
  if (buffer.bytesused > buffers_->length(buffer.index)) return false;
  if (layout_) return buffer.bytesused >= layout_->paddedBytes();
  return buffer.bytesused <= pictureBytes() &&
         isJpeg(buffers_->data(buffer.index), buffer.bytesused);
}

void CaptureStream::enqueue(uint32_t index) const {
  v4l2_buffer buffer{};
  buffer.type = V4L2_BUF_TYPE_VIDEO_CAPTURE;
  buffer.memory = V4L2_MEMORY_MMAP;
  buffer.index = index;
  device_.call(VIDIOC_QBUF, "QBUF", buffer);
}

}  // namespace mirage::v4l2
