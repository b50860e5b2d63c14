// The JavaScript class Output: what other programs see as a camera, a v4l2loopback device.
// Wrapped by src-main/base/v4l2-addon.ts.
#include <array>
#include <cerrno>
#include <cstring>
#include <memory>
#include <optional>
#include <string>

#include "arguments.h"
#include "v4l2_addon.h"
#include "v4l2_device.h"
#include "v4l2_picture.h"

namespace mirage::v4l2 {

namespace {

/** v4l2loopback gives two unless its module was told otherwise. */
constexpr uint32_t BUFFERS = 4;

constexpr std::array<const char*, 2> WRITTEN_NAMES{"i420", "yuyv"};
constexpr std::array<PixelFormat, 2> WRITTEN_FORMATS{PixelFormat::i420, PixelFormat::yuyv};

/**
 * Writes by mapped buffers. The simpler write() leaves v4l2loopback 0.12 in a state in which it
 * takes no format any more until its module is loaded anew.
 */
class OutputStream {
 public:
  OutputStream(const std::string& path, PixelFormat format, Size size, double fps)
      : device_(path), pictureBytes_(pictureBytes(format, size.width, size.height)) {
    device_.lock();
    checkCapability();
    setFormat(format, size);
    // The rate is for readers to know; a driver that keeps its own still shows the pictures.
    v4l2_streamparm rate{};
    rate.type = V4L2_BUF_TYPE_VIDEO_OUTPUT;
    rate.parm.output.timeperframe = intervalOf(fps);
    device_.attempt(VIDIOC_S_PARM, rate);
    buffers_ = std::make_unique<MappedBuffers>(device_, V4L2_BUF_TYPE_VIDEO_OUTPUT, BUFFERS,
                                               pictureBytes_);
  }

  size_t pictureLength() const { return pictureBytes_; }

  /** @returns false when the driver has no buffer to spare. */
  bool write(const uint8_t* picture) {
    const auto index = freeBuffer();
    if (!index) return false;
    std::memcpy(buffers_->data(*index), picture, pictureBytes_);
    v4l2_buffer buffer = emptyBuffer();
    buffer.index = *index;
    buffer.bytesused = static_cast<uint32_t>(pictureBytes_);
    buffer.field = V4L2_FIELD_NONE;
    device_.call(VIDIOC_QBUF, "QBUF", buffer);
    last_ = *index;
    if (written_ < buffers_->count()) ++written_;
    if (!isStreaming_) {
      // Not before there is a picture: readers would see whatever the memory held.
      int type = V4L2_BUF_TYPE_VIDEO_OUTPUT;
      device_.call(VIDIOC_STREAMON, "STREAMON", type);
      isStreaming_ = true;
    }
    return true;
  }

 private:
  /**
   * With exclusive_caps the device says what it can do at the moment: "output" while nobody writes,
   * "capture" while somebody does, neither when it is stuck. The driver refreshes it here only, so
   * the check must come before the format is set.
   */
  void checkCapability() const {
    const uint32_t can = device_.capability().device_caps;
    if ((can & V4L2_CAP_VIDEO_OUTPUT) != 0) return;
    if ((can & V4L2_CAP_VIDEO_CAPTURE) != 0) {
      throw DeviceError(device_.path(), "capabilities", EBUSY, "another program writes to it");
    }
    throw DeviceError(device_.path(), "capabilities", EINVAL, "it takes no pictures");
  }

  void setFormat(PixelFormat format, Size size) const {
    const uint32_t fourcc = fourccOf(format);
    const uint32_t width = static_cast<uint32_t>(size.width);
    const uint32_t height = static_cast<uint32_t>(size.height);
    v4l2_format request{};
    request.type = V4L2_BUF_TYPE_VIDEO_OUTPUT;
    v4l2_pix_format& pixels = request.fmt.pix;
    pixels.width = width;
    pixels.height = height;
    pixels.pixelformat = fourcc;
    pixels.field = V4L2_FIELD_NONE;
    pixels.bytesperline = format == PixelFormat::yuyv ? width * 2 : width;
    pixels.sizeimage = static_cast<uint32_t>(pictureBytes_);
    pixels.colorspace = V4L2_COLORSPACE_SMPTE170M;
    pixels.priv = V4L2_PIX_FMT_PRIV_MAGIC;
    pixels.ycbcr_enc = V4L2_YCBCR_ENC_601;
    pixels.quantization = V4L2_QUANTIZATION_LIM_RANGE;
    pixels.xfer_func = V4L2_XFER_FUNC_709;
    device_.call(VIDIOC_S_FMT, "S_FMT", request);
    if (pixels.width != width || pixels.height != height || pixels.pixelformat != fourcc) {
      throw DeviceError(device_.path(), "format", EBUSY,
                        "it keeps " + std::to_string(pixels.width) + "x" +
                            std::to_string(pixels.height) + " " + fourccText(pixels.pixelformat));
    }
  }

  /**
   * The buffer to fill next. v4l2loopback up to 0.14 hands back the very buffer that was written
   * last, which readers are reading; so they are used in turn, whatever it says.
   */
  std::optional<uint32_t> freeBuffer() const {
    if (written_ < buffers_->count()) return written_;
    v4l2_buffer buffer = emptyBuffer();
    const int error = device_.attempt(VIDIOC_DQBUF, buffer);
    if (error == EAGAIN) return std::nullopt;
    if (error != 0) throw DeviceError(device_.path(), "DQBUF", error);
    const bool isUsable = buffer.index != last_ && buffer.index < buffers_->count();
    return isUsable ? buffer.index : (last_ + 1) % buffers_->count();
  }

  static v4l2_buffer emptyBuffer() {
    v4l2_buffer buffer{};
    buffer.type = V4L2_BUF_TYPE_VIDEO_OUTPUT;
    buffer.memory = V4L2_MEMORY_MMAP;
    return buffer;
  }

  Device device_;
  size_t pictureBytes_;
  std::unique_ptr<MappedBuffers> buffers_;
  uint32_t written_ = 0;
  uint32_t last_ = 0;
  bool isStreaming_ = false;
};

class Output : public Napi::ObjectWrap<Output> {
 public:
  static Napi::Function classOf(Napi::Env env) {
    return DefineClass(env, "Output",
                       {
                           InstanceAccessor<&Output::dropped>("dropped"),
                           InstanceMethod<&Output::write>("write"),
                           InstanceMethod<&Output::close>("close"),
                       });
  }

  explicit Output(const Napi::CallbackInfo& info) : Napi::ObjectWrap<Output>(info) {
    const Arguments arguments(info);
    path_ = arguments.text(0, "path");
    const PixelFormat format = WRITTEN_FORMATS[arguments.choice(1, "pixelFormat", WRITTEN_NAMES)];
    const Size size = arguments.size(2);
    const double fps = rateArgument(arguments, 4);
    if (size.width % 2 != 0) arguments.refuseValue("width", "must be even");
    if (size.height % 2 != 0) arguments.refuseValue("height", "must be even");
    atBorder(info.Env(),
             [&] { stream_ = std::make_unique<OutputStream>(path_, format, size, fps); });
  }

 private:
  Napi::Value dropped(const Napi::CallbackInfo& info) {
    return Napi::Number::New(info.Env(), dropped_);
  }

  Napi::Value write(const Napi::CallbackInfo& info) {
    if (!stream_) throw DeviceError(path_, "closed", EBADF).forJavaScript(info.Env());
    const auto picture = Arguments(info).elements<uint8_t>(
        0, "picture", static_cast<int64_t>(stream_->pictureLength()));
    const bool isTaken = atBorder(info.Env(), [&] { return stream_->write(picture.data); });
    if (!isTaken) ++dropped_;
    return Napi::Boolean::New(info.Env(), isTaken);
  }

  void close(const Napi::CallbackInfo&) { stream_.reset(); }

  std::string path_;
  std::unique_ptr<OutputStream> stream_;
  uint32_t dropped_ = 0;
};

}  // namespace

Napi::Function outputClass(Napi::Env env) {
  return Output::classOf(env);
}

}  // namespace mirage::v4l2
