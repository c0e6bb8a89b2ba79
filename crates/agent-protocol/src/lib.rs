//! One question and one answer between a native module and the agent. std only.
