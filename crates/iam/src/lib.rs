//! ARNs, policies, evaluation with reasons, and the decision on a database login. Pure.
