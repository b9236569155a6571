"""What the kernel promises the apps above it, proved with apps that use it."""
