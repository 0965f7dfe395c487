"""From a captured paper to its text: pages are opened, straightened, read, saved one by one."""
