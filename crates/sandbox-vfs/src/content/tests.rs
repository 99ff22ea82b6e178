use proptest::prelude::*;

use super::*;
use crate::error::Error;

fn read_all(content: &Content) -> Vec<u8> {
    let mut bytes = vec![0xAA; usize::try_from(content.len()).unwrap()];
    let count = content.read_at(0, &mut bytes).unwrap();
    assert_eq!(count, bytes.len());
    bytes
}

#[test]
fn a_small_write_into_a_shared_chunk_leaves_the_other_clone_alone() {
    let mut first = Content::from_bytes(Bytes::from(vec![7; CHUNK * 2]));
    let second = first.clone();
    first.write_at(CHUNK_LEN - 1, b"ab").unwrap();
    assert_eq!(read_all(&second), vec![7; CHUNK * 2]);
    assert_eq!(&read_all(&first)[CHUNK - 2..CHUNK + 2], &[7, b'a', b'b', 7]);
    let third = first.clone();
    first.write_at(0, b"x").unwrap();
    assert_eq!(read_all(&third)[0], 7);
}

#[test]
fn a_hole_is_zero_and_takes_no_memory() {
    let mut content = Content::default();
    content.set_len(1 << 40);
    content.write_at((1 << 40) - 1, b"x").unwrap();
    assert_eq!(content.chunks.len(), 1);
    let mut buf = [1; 8];
    assert_eq!(content.read_at(1 << 39, &mut buf), Ok(8));
    assert_eq!(buf, [0; 8]);
}

#[test]
fn what_was_cut_off_does_not_come_back() {
    let mut content = Content::from_bytes(Bytes::from_static(b"secret"));
    content.set_len(2);
    content.set_len(6);
    assert_eq!(read_all(&content), b"se\0\0\0\0");
    let mut content = Content::default();
    content.write_at(0, b"secret").unwrap();
    content.set_len(2);
    content.set_len(6);
    assert_eq!(read_all(&content), b"se\0\0\0\0");
}

#[test]
fn a_cut_gives_the_memory_of_its_base_back() {
    let mut content = Content::from_bytes(Bytes::from(vec![1; 1 << 20]));
    content.set_len(10);
    let Some(Base::Memory(bytes)) = &content.base else {
        panic!("the base is still needed")
    };
    assert_eq!(bytes.len(), 10);
    content.set_len(0);
    assert!(content.base.is_none());
}

#[test]
fn a_chunk_grows_to_its_full_size_and_not_beyond() {
    let mut content = Content::default();
    for offset in 0..40 {
        content.write_at(offset * 1000, &[1; 1000]).unwrap();
    }
    content.write_at(0, &vec![2; CHUNK]).unwrap();
    assert!(content.chunks[&0].capacity() <= CHUNK);
}

#[test]
fn a_write_that_cannot_copy_its_base_changes_nothing() {
    struct Broken;
    impl Blob for Broken {
        fn len(&self) -> u64 {
            100
        }
        fn read_at(&self, _: u64, _: &mut [u8]) -> Result<usize> {
            Err(Error::Io)
        }
    }
    let mut content = Content::from_blob(Arc::new(Broken));
    assert_eq!(content.write_at(10, b"x"), Err(Error::Io));
    assert!(content.chunks.is_empty());
    content.write_at(0, &[3; 100]).unwrap();
    assert_eq!(read_all(&content), [3; 100]);
}

#[test]
fn equal_bytes_are_equal_however_they_are_held() {
    let base = Content::from_bytes(Bytes::from_static(b"hello"));
    let mut written = Content::default();
    written.write_at(0, b"hello").unwrap();
    assert_eq!(base.same_bytes(&written), Ok(true));
    let mut changed = base.clone();
    changed.write_at(0, b"h").unwrap();
    assert_eq!(base.same_bytes(&changed), Ok(true));
    changed.write_at(4, b"a").unwrap();
    assert_eq!(base.same_bytes(&changed), Ok(false));
}

#[derive(Debug, Clone)]
enum Step {
    Write { offset: usize, len: usize, byte: u8 },
    SetLen(usize),
}

fn steps() -> impl Strategy<Value = Vec<Step>> {
    let near_edges = prop_oneof![0..300usize, CHUNK - 50..CHUNK + 50, 2 * CHUNK - 50..2 * CHUNK + 50];
    let length = prop_oneof![0..100usize, CHUNK - 20..CHUNK + 20];
    let write =
        (near_edges.clone(), length, any::<u8>()).prop_map(|(offset, len, byte)| Step::Write { offset, len, byte });
    prop::collection::vec(prop_oneof![3 => write, 1 => near_edges.prop_map(Step::SetLen)], 1..20)
}

proptest! {
    #[test]
    fn content_is_a_vector_of_bytes(steps in steps(), base in prop_oneof![Just(0usize), Just(100), Just(CHUNK), Just(CHUNK + 10)]) {
        let mut model = vec![9; base];
        let mut content = Content::from_bytes(Bytes::from(model.clone()));
        let original = content.clone();
        for step in steps {
            match step {
                Step::Write { offset, len, byte } => {
                    if len > 0 && model.len() < offset + len {
                        model.resize(offset + len, 0);
                    }
                    if len > 0 {
                        model[offset..offset + len].fill(byte);
                    }
                    content.write_at(offset as u64, &vec![byte; len]).unwrap();
                }
                Step::SetLen(len) => {
                    model.resize(len, 0);
                    content.set_len(len as u64);
                }
            }
            prop_assert_eq!(content.len(), model.len() as u64);
            prop_assert!(read_all(&content) == model);
        }
        prop_assert!(read_all(&original) == vec![9; base]);
        prop_assert_eq!(content.same_bytes(&original).unwrap(), model == vec![9; base]);
    }
}
