import { canonicalFace, CANONICAL_VERTICES } from '../src-main/video/faces/canonical-face.ts';
import { INNER_LIPS } from '../src-main/video/faces/mesh-topology.ts';
import { atlasLayout, atlasPoints } from '../src-main/video/swap/atlas-layout.ts';
import type { MeshKernels } from '../test-support/naive/mesh.ts';
import { createRandom } from '../test-support/random.ts';

export interface MeshWorkload {
  name: string;
  /** The reference tries every triangle at every pixel: half a minute for a frame says nothing. */
  isWithoutReference?: boolean;
  run: (kernels: MeshKernels) => void;
}

const ATLAS = 512;
const LIVE = 128;

/**
 * The kernels of the geometric swap on a face that looks straight into the camera.
 *
 * @param face height and width of the face in the middle of the picture, in pixels.
 */
export function meshWorkloads(width: number, height: number, face: number): MeshWorkload[] {
  const canonical = canonicalFace();
  const picture = createRandom(7).bytes(width * height * 4);
  const scratch = new Uint8Array(picture.length);
  const corner = [(width - face) / 2, (height - face) / 2];
  const points = canonical.uv.map((value, i) => corner[i % 2] + value * face);
  const texture = atlasPoints(canonical, ATLAS);
  const weight = new Float32Array(CANONICAL_VERTICES).fill(1);
  const depth = canonical.vertices.filter((_, i) => i % 3 === 2).map((z) => -z);
  const atlas = createRandom(8).bytes(ATLAS * ATLAS * 4);
  const light = Float32Array.from(
    { length: LIVE * LIVE * 4 },
    (_, i) => [1, 0.05, -0.05, 1][i % 4],
  );
  const mouth = {
    x: Math.floor(width / 2 - 0.2 * face),
    y: Math.floor(height / 2),
    width: Math.floor(0.4 * face),
    height: Math.floor(0.25 * face),
  };
  const hole = new Uint8Array(mouth.width * mouth.height);
  const lips = Float32Array.from(INNER_LIPS.flatMap((v) => [points[2 * v], points[2 * v + 1]]));
  const drawn = new Int32Array(4);
  const gaze = new Float32Array(4);
  const layout = atlasLayout(canonical, LIVE);
  const live = new Float32Array(LIVE * LIVE * 4);
  return [
    {
      name: 'render the face',
      isWithoutReference: true,
      run: (kernels) => {
        kernels.renderFace(
          picture,
          scratch,
          width,
          height,
          points,
          points,
          texture,
          weight,
          depth,
          canonical.triangles,
          atlas,
          ATLAS,
          light,
          LIVE,
          hole,
          mouth,
          null,
          gaze,
          1,
          drawn,
        );
      },
    },
    {
      name: 'sample the face at 128²',
      run: (kernels) => {
        kernels.sampleAtlas(
          picture,
          width,
          height,
          points,
          layout.texels,
          layout.vertices,
          layout.weights,
          LIVE,
          live,
        );
      },
    },
    {
      name: 'soft mask of the mouth',
      run: (kernels) => {
        kernels.fillSoftPolygon(lips, 0.02 * face, 0, mouth, hole);
      },
    },
  ];
}
