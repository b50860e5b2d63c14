// Scaling along one axis. Used by scale.cc and letterbox.cc.
#include "span.h"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <utility>

#include "vectorise.h"

namespace mirage {

namespace {

constexpr int CHANNELS = 4;

/** Target pixel `index` covers the source's [index · step, (index + 1) · step). */
Span averagedSpan(int32_t index, int32_t sourceLength, double step) {
  const double begin = index * step;
  const double end = std::min((index + 1) * step, static_cast<double>(sourceLength));
  const int32_t first = std::min(static_cast<int32_t>(begin), sourceLength - 1);
  const int32_t last =
      std::clamp(static_cast<int32_t>(std::ceil(end)) - 1, first, sourceLength - 1);
  if (first == last) return {first, last, 1.0f, 0.0f, 0.0f};
  const double weight = 1.0 / (end - begin);
  return {first, last, static_cast<float>((first + 1 - begin) * weight), static_cast<float>(weight),
          static_cast<float>((end - last) * weight)};
}

/** Between the two source pixels whose centres surround the target's; the border is repeated. */
Span interpolatedSpan(int32_t index, int32_t sourceLength, double step) {
  const double position = std::clamp((index + 0.5) * step - 0.5, 0.0, sourceLength - 1.0);
  const int32_t first = static_cast<int32_t>(position);
  const double fraction = position - first;
  if (fraction == 0.0) return {first, first, 1.0f, 0.0f, 0.0f};
  return {first, first + 1, static_cast<float>(1.0 - fraction), 0.0f, static_cast<float>(fraction)};
}

MIRAGE_VECTORISED void copyRow(const uint8_t* MIRAGE_RESTRICT source, int32_t count,
                               float* MIRAGE_RESTRICT target) {
  for (int32_t i = 0; i < count; ++i) target[i] = source[i];
}

MIRAGE_VECTORISED void blendRows(const uint8_t* MIRAGE_RESTRICT first, float firstWeight,
                                 const uint8_t* MIRAGE_RESTRICT last, float lastWeight,
                                 int32_t count, float* MIRAGE_RESTRICT target) {
  for (int32_t i = 0; i < count; ++i) target[i] = first[i] * firstWeight + last[i] * lastWeight;
}

MIRAGE_VECTORISED void addRow(const uint8_t* MIRAGE_RESTRICT source, float weight, int32_t count,
                              float* MIRAGE_RESTRICT target) {
  for (int32_t i = 0; i < count; ++i) target[i] += source[i] * weight;
}

MIRAGE_VECTORISED void scaleColumns(const float* MIRAGE_RESTRICT source, const Span* spans,
                                    int32_t count, float* MIRAGE_RESTRICT target) {
  for (int32_t x = 0; x < count; ++x) {
    const Span span = spans[x];
    float middle[CHANNELS] = {};
    for (ptrdiff_t i = span.first + 1; i < span.last; ++i) {
      for (int c = 0; c < CHANNELS; ++c) middle[c] += source[i * CHANNELS + c];
    }
    const float* first = source + ptrdiff_t{span.first} * CHANNELS;
    const float* last = source + ptrdiff_t{span.last} * CHANNELS;
    for (int c = 0; c < CHANNELS; ++c) {
      target[ptrdiff_t{x} * CHANNELS + c] =
          first[c] * span.firstWeight + middle[c] * span.middleWeight + last[c] * span.lastWeight;
    }
  }
}

MIRAGE_VECTORISED void roundRow(const float* MIRAGE_RESTRICT source, int32_t count,
                                uint8_t* MIRAGE_RESTRICT target) {
  for (int32_t i = 0; i < count; ++i) {
    target[i] = static_cast<uint8_t>(static_cast<int32_t>(source[i] + 0.5f));
  }
}

}  // namespace

std::vector<Span> spansAlong(int32_t sourceLength, int32_t targetLength, double step) {
  std::vector<Span> spans;
  spans.reserve(targetLength);
  for (int32_t i = 0; i < targetLength; ++i) {
    spans.push_back(step > 1.0 ? averagedSpan(i, sourceLength, step)
                               : interpolatedSpan(i, sourceLength, step));
  }
  return spans;
}

RowScaler::RowScaler(const uint8_t* pixels, int32_t stride, Size part, std::vector<Span> columns,
                     std::vector<Span> rows)
    : pixels_(pixels),
      stride_(ptrdiff_t{CHANNELS} * stride),
      width_(part.width),
      columns_(std::move(columns)),
      rows_(std::move(rows)),
      tall_(size_t{CHANNELS} * part.width),
      scaled_(CHANNELS * columns_.size()) {}

const float* RowScaler::row(int32_t y) {
  const Span span = rows_[y];
  const int32_t count = width_ * CHANNELS;
  const auto sourceRow = [&](int32_t index) { return pixels_ + index * stride_; };
  if (span.first == span.last) {
    copyRow(sourceRow(span.first), count, tall_.data());
  } else {
    blendRows(sourceRow(span.first), span.firstWeight, sourceRow(span.last), span.lastWeight, count,
              tall_.data());
    for (int32_t i = span.first + 1; i < span.last; ++i) {
      addRow(sourceRow(i), span.middleWeight, count, tall_.data());
    }
  }
  scaleColumns(tall_.data(), columns_.data(), targetWidth(), scaled_.data());
  return scaled_.data();
}

void RowScaler::roundedRow(int32_t y, uint8_t* target) {
  roundRow(row(y), targetWidth() * CHANNELS, target);
}

}  // namespace mirage
