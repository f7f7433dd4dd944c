import LoxSource
import Testing

@Suite struct BinarySearchTests {
  @Test func allLengthsAndPlaces() {
    for count in 0..<20 {
      for place in 0...count {
        #expect((0..<count).partitioningIndex { $0 >= place } == place)
        #expect(Array(0..<count).partitioningIndex { $0 >= place } == place)
      }
    }
    #expect(Array(0..<10)[3..<7].partitioningIndex { $0 >= 100 } == 7)
  }
}
