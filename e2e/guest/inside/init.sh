#!/bin/sh
# Process 1 of the guest, in busybox. It lays a writable layer of memory over the host's files, which
# the guest sees read-only, and runs the scenarios there. If it ends, the kernel panics and the host
# hears of it.
set -eu
echo 'The guest is up.'
. /variables

mount -t proc proc /proc
mount -t sysfs sysfs /sys
mount -t devtmpfs devtmpfs /dev
while read -r module; do insmod "/modules/$module"; done < /modules/order

p9=trans=virtio,version=9p2000.L,msize=512000
mount -t 9p -o "$p9,cache=loose,ro" host /host
mount -t tmpfs tmpfs /layer
mkdir /layer/upper /layer/work
mount -t overlay -o lowerdir=/host,upperdir=/layer/upper,workdir=/layer/work overlay /root

for tree in proc sys dev; do mount -o move "/$tree" "/root/$tree"; done
mkdir -p /root/dev/pts /root/dev/shm
mount -t devpts devpts /root/dev/pts
mount -t tmpfs tmpfs /root/dev/shm
mount -t tmpfs tmpfs /root/run
mkdir -p /root/run/dbus
# The results folder and the kernel's modules lie where programs look for them.
mount -t 9p -o "$p9" results "/root$RESULTS"
mkdir -p /root/lib/modules
mount -o bind "/root$KERNEL_ROOT/lib/modules" /root/lib/modules
ip link set lo up

export HOME=/root LANG=C.UTF-8 PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin
export MIRAGE_GUEST_ROOT="$ROOT" MIRAGE_GUEST_RESULTS="$RESULTS" MIRAGE_GUEST_ONLY="$ONLY"
chroot /root "$NODE" "$SCENARIOS" || echo "The scenarios ended with $?."
sync
poweroff -f
