# Debian 12's cross compilers for the processors at the edge: CERTLITE_EDGE says which, arm64 or armhf. What is found is found in
# the sysroot that edge/sysroot has made, and what is built runs under qemu-user.
set(CMAKE_TRY_COMPILE_PLATFORM_VARIABLES CERTLITE_EDGE)

if(CERTLITE_EDGE STREQUAL "arm64")
  set(CMAKE_SYSTEM_PROCESSOR aarch64)
  set(triple aarch64-linux-gnu)
  set(emulator qemu-aarch64-static)
elseif(CERTLITE_EDGE STREQUAL "armhf")
  set(CMAKE_SYSTEM_PROCESSOR armv7l)
  set(triple arm-linux-gnueabihf)
  set(emulator qemu-arm-static)
else()
  message(FATAL_ERROR "CERTLITE_EDGE is '${CERTLITE_EDGE}', neither arm64 nor armhf")
endif()
cmake_path(SET sysroot NORMALIZE ${CMAKE_CURRENT_LIST_DIR}/../build/sysroot/${CERTLITE_EDGE})

set(CMAKE_SYSTEM_NAME Linux)
set(CMAKE_C_COMPILER ${triple}-gcc)
set(CMAKE_CXX_COMPILER ${triple}-g++)
set(CMAKE_SYSROOT ${sysroot})
set(CMAKE_CROSSCOMPILING_EMULATOR ${emulator};-L;${sysroot})

set(CMAKE_FIND_ROOT_PATH_MODE_PROGRAM NEVER)
set(CMAKE_FIND_ROOT_PATH_MODE_LIBRARY ONLY)
set(CMAKE_FIND_ROOT_PATH_MODE_INCLUDE ONLY)
set(CMAKE_FIND_ROOT_PATH_MODE_PACKAGE ONLY)
set(ENV{PKG_CONFIG_LIBDIR} ${sysroot}/usr/lib/${triple}/pkgconfig:${sysroot}/usr/share/pkgconfig)
set(ENV{PKG_CONFIG_SYSROOT_DIR} ${sysroot})
