/** Points of the face mesh: 468 of the canonical face, then 5 of each iris (468-472, 473-477). */
export const MESH_POINTS = 478;

/** An upright box in frame pixels, not rounded; it may reach over the picture's edges. */
export interface FaceBox {
  x: number;
  y: number;
  width: number;
  height: number;
}

/** A face as a detector sees it; all in frame pixels. */
export interface DetectedFace {
  /** 0..1. */
  score: number;
  /** From the brows to the chin. */
  box: FaceBox;
  /** Eye, eye, nose tip, mouth, ear, ear of blazeface (x, y); the first eye is the one to the picture's left. */
  points: readonly (readonly [number, number])[];
}

/** A square cut upright around a face: centre, side and angle (radians, clockwise on screen). */
export interface FaceRegion {
  x: number;
  y: number;
  size: number;
  angle: number;
}

/** Head pose in degrees: 0 is straight into the camera. */
export interface HeadPose {
  /** Positive turns to the picture's right. */
  yaw: number;
  /** Positive looks up. */
  pitch: number;
  /** Positive tilts clockwise on screen. */
  roll: number;
}

/** A face with its dense mesh. */
export interface MeshFace {
  /**
   * float32 [478, 3]: x, y in frame pixels, z in the same unit (smaller is nearer to the camera).
   * From a tracker it stays as it is on the next frame and is written again on the one after.
   */
  mesh: Float32Array;
  /** The region of this mesh: 1.5 times the face's upright extent. */
  region: FaceRegion;
  /** The larger side of the face's upright box, in pixels. */
  size: number;
  /** Presence of a face in the mesh network's crop, 0..1. */
  score: number;
}

/** A face with its mesh and the pose read off it. */
export interface PosedFace extends MeshFace {
  pose: HeadPose;
}

/** A face followed over frames. */
export interface TrackedFace extends PosedFace {
  /** Stays the same while the face is followed; never given again. */
  id: number;
  /** The detector has scored it ≥ 0.85 three times running. */
  isStable: boolean;
}
