// The geometric swap: sampling a face into its atlas and drawing an atlas over a face.
// Wrapped by src-main/base/addon.ts.
#include <algorithm>
#include <array>
#include <vector>

#include "arguments.h"
#include "atlas_sampling.h"
#include "face_render.h"
#include "registration.h"
#include "soft_polygon.h"

namespace mirage {

namespace {

/** Far outside any picture, near enough for float arithmetic to stay exact to a fraction of a
 * pixel. */
constexpr float FARTHEST_POINT = 1e6f;

constexpr int32_t LARGEST_ATLAS = 4096;

/** Vertex and triangle numbers are 16-bit. */
constexpr size_t MOST_VERTICES = 65535;

/** The bilinear taps read a pixel and its right and lower neighbour. */
Size pictureSize(const Arguments& arguments, size_t index) {
  return {arguments.whole(index, "width", 2, MAXIMUM_SIDE),
          arguments.whole(index + 1, "height", 2, MAXIMUM_SIDE)};
}

void requireBelow(const Arguments& arguments, const char* name, View<uint16_t> numbers,
                  size_t limit) {
  for (size_t i = 0; i < numbers.length; ++i) {
    if (numbers.data[i] >= limit) arguments.refuseValue(name, "must name vertices that exist");
  }
}

void renderFaceBorder(const Napi::CallbackInfo& info) {
  const Arguments arguments(info);
  const Size size = pictureSize(arguments, 2);
  FaceRender face;
  face.atlasSize = arguments.whole(11, "atlasSize", 2, LARGEST_ATLAS);
  face.lightSize = arguments.whole(13, "lightSize", 2, LARGEST_ATLAS);
  const bool hasHole = !arguments.isAbsent(14);
  if (hasHole) face.holeRectangle = arguments.rectangle(15, "holeRectangle", size);
  const bool hasEyes = !arguments.isAbsent(16);
  face.opacity = static_cast<float>(arguments.finite(18, "opacity"));
  if (face.opacity < 0.0f || face.opacity > 1.0f) {
    arguments.refuseValue("opacity", "must be from 0 to 1");
  }

  const auto picture = arguments.elements<uint8_t>(0, "picture", size.area() * 4);
  const auto scratch = arguments.elements<uint8_t>(1, "scratch", size.area() * 4);
  const auto weight = arguments.elements<float>(7, "weight");
  const size_t vertexCount = weight.length;
  if (vertexCount == 0 || vertexCount > MOST_VERTICES) {
    arguments.refuseValue("weight", "must have from 1 to 65535 elements");
  }
  const auto points = static_cast<int64_t>(vertexCount) * 2;
  const auto target = arguments.numbers(4, "target", points, FARTHEST_POINT);
  const auto source = arguments.numbers(5, "source", points, FARTHEST_POINT);
  const auto texture = arguments.numbers(6, "texture", points, FARTHEST_POINT);
  arguments.numbers(7, "weight", static_cast<int64_t>(vertexCount), 1.0f);
  const auto depth =
      arguments.numbers(8, "depth", static_cast<int64_t>(vertexCount), FARTHEST_POINT);
  const auto triangles = arguments.elements<uint16_t>(9, "triangles");
  if (triangles.length % 3 != 0 || triangles.length / 3 > MOST_VERTICES) {
    arguments.refuseValue("triangles", "must hold up to 65535 triples");
  }
  requireBelow(arguments, "triangles", triangles, vertexCount);
  const int64_t atlasArea = int64_t{face.atlasSize} * face.atlasSize;
  const auto atlas = arguments.elements<uint8_t>(10, "atlas", atlasArea * 4);
  const int64_t lightArea = int64_t{face.lightSize} * face.lightSize;
  const auto light = arguments.elements<float>(12, "light", lightArea * 4);
  View<uint8_t> hole{nullptr, 0};
  if (hasHole) {
    hole = arguments.elements<uint8_t>(14, "hole");
    const int64_t area = int64_t{face.holeRectangle.width} * face.holeRectangle.height;
    if (hole.length < static_cast<uint64_t>(area)) {
      arguments.refuseValue("hole", "must cover holeRectangle");
    }
  }
  View<uint8_t> eyes{nullptr, 0};
  if (hasEyes) {
    eyes = arguments.elements<uint8_t>(16, "eyes", atlasArea);
    const auto gaze = arguments.numbers(17, "gaze", 4, FARTHEST_POINT);
    face.gazeLeft[0] = gaze.data[0];
    face.gazeLeft[1] = gaze.data[1];
    face.gazeRight[0] = gaze.data[2];
    face.gazeRight[1] = gaze.data[3];
  }
  const auto drawn = arguments.elements<int32_t>(19, "drawn", 4);

  // Writing over an index or a coordinate after it was checked would lead outside a buffer.
  const auto refuseShared = [&](auto written, const char* name) {
    arguments.refuseOverlap(written, name, target, "target");
    arguments.refuseOverlap(written, name, source, "source");
    arguments.refuseOverlap(written, name, texture, "texture");
    arguments.refuseOverlap(written, name, weight, "weight");
    arguments.refuseOverlap(written, name, depth, "depth");
    arguments.refuseOverlap(written, name, triangles, "triangles");
    arguments.refuseOverlap(written, name, atlas, "atlas");
    arguments.refuseOverlap(written, name, light, "light");
    if (hasHole) arguments.refuseOverlap(written, name, hole, "hole");
    if (hasEyes) arguments.refuseOverlap(written, name, eyes, "eyes");
  };
  refuseShared(picture, "picture");
  refuseShared(scratch, "scratch");
  arguments.refuseOverlap(picture, "picture", scratch, "scratch");

  face.vertexCount = static_cast<int32_t>(vertexCount);
  face.target = target.data;
  face.source = source.data;
  face.texture = texture.data;
  face.weight = weight.data;
  face.depth = depth.data;
  face.triangleCount = static_cast<int32_t>(triangles.length / 3);
  face.triangles = triangles.data;
  face.atlas = atlas.data;
  face.light = light.data;
  face.hole = hole.data;
  face.eyes = eyes.data;

  // A few kilobytes; the pictures themselves are never copied here.
  std::vector<uint16_t> order(face.triangleCount);
  std::vector<float> keys(face.triangleCount);
  const Rectangle rectangle = renderFace(picture.data, scratch.data, size.width, size.height, face,
                                         order.data(), keys.data());
  const std::array<int32_t, 4> result = {rectangle.x, rectangle.y, rectangle.width,
                                         rectangle.height};
  std::copy(result.begin(), result.end(), drawn.data);
}

void sampleAtlasBorder(const Napi::CallbackInfo& info) {
  const Arguments arguments(info);
  const Size size = pictureSize(arguments, 1);
  const int32_t atlasSize = arguments.whole(7, "atlasSize", 1, LARGEST_ATLAS);
  const auto picture = arguments.elements<uint8_t>(0, "picture", size.area() * 4);
  const auto points = arguments.elements<float>(3, "points");
  arguments.numbers(3, "points", static_cast<int64_t>(points.length), FARTHEST_POINT);
  const auto texels = arguments.elements<int32_t>(4, "texels");
  const auto corners = static_cast<int64_t>(texels.length) * 3;
  const auto vertices = arguments.elements<uint16_t>(5, "vertices", corners);
  const auto weights = arguments.numbers(6, "weights", corners, 1.0f);
  requireBelow(arguments, "vertices", vertices, points.length / 2);
  const int64_t area = int64_t{atlasSize} * atlasSize;
  for (size_t i = 0; i < texels.length; ++i) {
    if (texels.data[i] < 0 || texels.data[i] >= area) {
      arguments.refuseValue("texels", "must lie inside the atlas");
    }
  }
  const auto atlas = arguments.elements<float>(8, "atlas", area * 4);
  arguments.refuseOverlap(atlas, "atlas", picture, "picture");
  arguments.refuseOverlap(atlas, "atlas", points, "points");
  arguments.refuseOverlap(atlas, "atlas", texels, "texels");
  arguments.refuseOverlap(atlas, "atlas", vertices, "vertices");
  arguments.refuseOverlap(atlas, "atlas", weights, "weights");
  sampleAtlas(picture.data, size.width, size.height, points.data, texels.data, vertices.data,
              weights.data, static_cast<int32_t>(texels.length), atlas.data);
}

void fillSoftPolygonBorder(const Napi::CallbackInfo& info) {
  const Arguments arguments(info);
  const auto feather = static_cast<float>(arguments.finite(1, "feather"));
  const auto inset = static_cast<float>(arguments.finite(2, "inset"));
  const Rectangle rectangle = arguments.rectangle(3, "rectangle", {MAXIMUM_SIDE, MAXIMUM_SIDE});
  const auto points = arguments.elements<float>(0, "points");
  arguments.numbers(0, "points", static_cast<int64_t>(points.length), FARTHEST_POINT);
  if (points.length < 6 || points.length % 2 != 0) {
    arguments.refuseValue("points", "must hold at least three points");
  }
  const auto mask = arguments.elements<uint8_t>(4, "mask");
  if (mask.length < static_cast<uint64_t>(int64_t{rectangle.width} * rectangle.height)) {
    arguments.refuseValue("mask", "must cover the rectangle");
  }
  arguments.refuseOverlap(mask, "mask", points, "points");
  fillSoftPolygon(points.data, static_cast<int32_t>(points.length / 2), feather, inset, rectangle,
                  mask.data);
}

}  // namespace

void registerMesh(Napi::Env env, Napi::Object exports) {
  registerFunction<renderFaceBorder>(env, exports, "renderFace");
  registerFunction<sampleAtlasBorder>(env, exports, "sampleAtlas");
  registerFunction<fillSoftPolygonBorder>(env, exports, "fillSoftPolygon");
}

}  // namespace mirage
