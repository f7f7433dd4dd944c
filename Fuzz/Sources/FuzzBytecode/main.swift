import FuzzDriver
FuzzDriver.run { _ in }
