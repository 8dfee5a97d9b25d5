// The functions that the explorer of a reader's own code knows: what they take, what they give.
// The object is strict JSON: Python reads it too.
export const OPERATIONS = {
  "corr2d": { "arguments": ["X", "K"], "results": ["Y"] },
  "corr2d_backward": { "arguments": ["dY", "X", "K"], "results": ["dX", "dK"] },
  "corr2d_input_gradient": { "arguments": ["dY", "K"], "results": ["dX"] },
  "max_pool2d": { "arguments": ["X", "size", "stride"], "results": ["Y"] },
  "avg_pool2d": { "arguments": ["X", "size", "stride"], "results": ["Y"] },
  "lp_pool2d": { "arguments": ["X", "p", "size", "stride"], "results": ["Y"] },
  "max_pool2d_backward": { "arguments": ["dY", "X", "size", "stride"], "results": ["dX"] },
  "avg_pool2d_backward": { "arguments": ["dY", "X", "size", "stride"], "results": ["dX"] },
  "lp_pool2d_backward": { "arguments": ["dY", "X", "p", "size", "stride"], "results": ["dX"] }
};
